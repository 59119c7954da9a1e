using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>Downloads that break off, and what becomes of their first part.</summary>
public sealed class DataSetResumeTests : DownloadTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ConnectionBreaks_ResumedWithinTheCall(bool declaresLength)
    {
        int served = 0;
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag) with
        {
            CutAfter = served++ < 2 ? 3000 : int.MaxValue,
            DeclaresLength = declaresLength,
        });

        (await OpenAsync(server)).Training.Count.Should().Be(2);

        server.Requests.Select(request => request.Start).Should().Equal(null, 3000, 6000);
        server.Requests.Skip(1).Should().OnlyContain(request => request.IfRange == Tag);
    }

    [Fact]
    public async Task Open_InterruptedCall_NextCallResumes()
    {
        bool breaks = true;
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag) with { CutAfter = breaks ? 2000 : int.MaxValue });

        (await FailureAsync(server, new DataSetOptions { Attempts = 1 })).Should()
            .Contain(server.Address().ToString()).And.Contain("in 1 attempt:").And.Contain($"2000 of {Archive.Length} bytes are in {Partial}");
        breaks = false;

        (await OpenAsync(server)).Test!.Count.Should().Be(1);
        server.Requests.Last().Start.Should().Be(2000);
    }

    [Fact]
    public async Task Open_FileChangedBetweenTwoParts_BeginsAnew()
    {
        byte[] other = [.. Archive.Reverse()];
        bool changed = false;
        using LoopbackServer server = new(request => changed
            ? LoopbackResponse.File(request, Archive, "\"second\"")
            : LoopbackResponse.File(request, other, Tag) with { CutAfter = 2000 });
        await FailureAsync(server, new DataSetOptions { Attempts = 1 });
        changed = true;

        (await OpenAsync(server)).Training.Count.Should().Be(2);

        server.Requests.Select(request => request.Start).Should().Equal(null, 2000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("W/\"weak\"")]
    public async Task Open_ServerWithoutAVersion_IsNotResumed(string tag)
    {
        int served = 0;
        using LoopbackServer server = new(_ => new LoopbackResponse(200, Archive, tag.Length == 0 ? [] : [("ETag", tag)]) { CutAfter = served++ == 0 ? 2000 : int.MaxValue });

        await OpenAsync(server);

        server.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Start == null);
    }

    [Fact]
    public async Task Open_ServerDatesItsFile_IsResumedByTheDate()
    {
        const string Changed = "Mon, 08 Jun 2009 17:31:42 GMT";
        int served = 0;
        using LoopbackServer server = new(request => request.Start is { } start
            ? new LoopbackResponse(206, Archive[start..], ("Content-Range", $"bytes {start}-{Archive.Length - 1}/{Archive.Length}"))
            : new LoopbackResponse(200, Archive, ("Last-Modified", Changed), ("Date", "Tue, 09 Jun 2009 00:00:00 GMT")) { CutAfter = served++ == 0 ? 2000 : int.MaxValue });

        await OpenAsync(server);

        server.Requests.Last().Should().Match<LoopbackRequest>(request => request.Start == 2000 && request.IfRange == Changed);
    }

    [Fact]
    public async Task Open_ServerGivesAnotherPart_BeginsAnew()
    {
        int served = 0;
        using LoopbackServer server = new(request => served++ switch
        {
            0 => new LoopbackResponse(200, Archive, ("ETag", Tag)) { CutAfter = 2000 },
            1 => new LoopbackResponse(206, Archive[1000..], ("ETag", Tag), ("Content-Range", $"bytes 1000-{Archive.Length - 1}/{Archive.Length}")),
            _ => LoopbackResponse.File(request, Archive, Tag),
        });

        await OpenAsync(server);

        server.Requests.Last().Start.Should().BeNull();
    }
}

using System.Collections.Concurrent;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>Downloads from a server on this machine, sound and otherwise.</summary>
public sealed class DataSetDownloadTests : DownloadTest
{
    [Fact]
    public async Task Open_NotThere_DownloadedOnceAndOpened()
    {
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag));
        ConcurrentQueue<DataSetProgress> progress = [];

        for (int time = 0; time < 2; time++)
        {
            ImageDataset images = await OpenAsync(server, progress: new Told(progress));

            (images.Kind, images.Training.Count, images.Test!.Count).Should().Be((ImageDatasetKind.Cifar10, 2, 1));
            images.Training.GetLabel(1).Should().Be(9);
            images.Training.Read(1).Bytes.ToArray().Should().Equal(CifarRecords.Pixels(1));
        }

        server.Requests.Should().HaveCount(1);
        progress.Select(report => report.Step).Distinct().Should().Equal(DataSetStep.Downloading, DataSetStep.Verifying, DataSetStep.Unpacking);
        progress.Should().Contain(new DataSetProgress(DataSetStep.Downloading, Archive.Length, Archive.Length));
        Directory.EnumerateFileSystemEntries(Place.Path).Select(Path.GetFileName).Should().Equal(
            OperatingSystem.IsWindows() ? [".tiny.tar.gz.lock", TinyArchive.Folder] : [TinyArchive.Folder]);
    }

    [Fact]
    public async Task Open_OtherContent_NamesBothChecksumsAndDeletesIt()
    {
        byte[] other = [.. Archive.Reverse()];
        using LoopbackServer server = new(request => LoopbackResponse.File(request, other, Tag));

        (await FailureAsync(server)).Should().Contain(TinyArchive.Describe(Archive).Md5).And.Contain(TinyArchive.Describe(other).Md5);

        File.Exists(Partial).Should().BeFalse();
        Directory.Exists(Place.At(TinyArchive.Folder)).Should().BeFalse();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Open_OtherLength_RefusedBeforeAnythingIsWritten(int more)
    {
        byte[] other = new byte[Archive.Length + more];
        using LoopbackServer server = new(request => LoopbackResponse.File(request, other, Tag));

        (await FailureAsync(server)).Should().Contain($"with {Archive.Length} bytes, but the server's file has {other.Length}");

        File.Exists(Partial).Should().BeFalse();
    }

    [Fact]
    public async Task Open_MoreBytesThanExpected_StopsThere()
    {
        byte[] endless = new byte[1 << 22];
        using LoopbackServer server = new(_ => new LoopbackResponse(200, endless) { DeclaresLength = false });

        (await FailureAsync(server)).Should().Contain("but the server sends more");

        new FileInfo(Partial).Length.Should().BeLessThanOrEqualTo(Archive.Length);
    }

    [Fact]
    public async Task Open_Redirect_IsFollowed()
    {
        using LoopbackServer server = new(request => request.Path == "/archive.tar.gz"
            ? new LoopbackResponse(302, [], ("Location", "/elsewhere"))
            : LoopbackResponse.File(request, Archive, Tag));

        (await OpenAsync(server)).Training.Count.Should().Be(2);
    }

    [Fact]
    public async Task Open_RedirectsInACircle_FollowedFiveTimes()
    {
        using LoopbackServer server = new(_ => new LoopbackResponse(302, [], ("Location", "/archive.tar.gz")));

        (await FailureAsync(server)).Should().Contain("answered 302").And.Contain("5 redirects").And.Contain("/archive.tar.gz");

        server.Requests.Should().HaveCount(6);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/archive.tar.gz")]
    [InlineData("http://")]
    public async Task Open_RedirectToAnythingButHttp_IsNotFollowed(string location)
    {
        using LoopbackServer server = new(_ => new LoopbackResponse(302, [], ("Location", location)));

        (await FailureAsync(server, new DataSetOptions { Attempts = 1 })).Should().StartWith(server.Address().ToString());

        server.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(503, 3)]
    public async Task Open_ServerRefuses_NamesAddressAndStatus(int status, int requests)
    {
        using LoopbackServer server = new(_ => new LoopbackResponse(status, []));

        (await FailureAsync(server)).Should().Contain(server.Address().ToString()).And.Contain($"answered {status}");

        server.Requests.Should().HaveCount(requests, "only a server's own failure may pass");
    }

    [Fact]
    public async Task Open_NoServer_AnnouncedFirstAndNamed()
    {
        ConcurrentQueue<DataSetProgress> progress = [];

        await FluentActions.Awaiting(() => OpenAsync(TinyArchive.Describe(Archive), progress: new Told(progress))).Should().ThrowAsync<DataSetException>()
            .WithMessage("http://127.0.0.1:1/never: Tiny could not be downloaded in 3 attempts: *. 0 of *");

        progress.Should().Equal(Enumerable.Repeat(new DataSetProgress(DataSetStep.Downloading, 0, Archive.Length), 3));
    }

    [Fact]
    public async Task Open_ServerGoesSilent_CountsAsBroken()
    {
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag) with { CutAfter = 2000, Hangs = true });

        (await FailureAsync(server, new DataSetOptions { Attempts = 1, StallSeconds = 1 })).Should().Contain("nothing arrived for 1 seconds");
    }

    [Fact]
    public async Task Open_Canceled_KeepsWhatThereIs()
    {
        using CancellationTokenSource cancel = new();
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag) with { CutAfter = 2000, Hangs = true });
        Told progress = new([], report =>
        {
            if (report.Done > 0)
                cancel.Cancel();
        });

        await FluentActions.Awaiting(() => OpenAsync(server, progress: progress, cancellationToken: cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        new FileInfo(Partial).Length.Should().Be(2000);
    }

    [Fact]
    public async Task Open_TwoCallersAtOnce_SecondWaitsAndDownloadsNothing()
    {
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag));
        TaskCompletionSource waits = new();
        Task<ImageDataset>? second = null;
        Told progress = new([], report =>
        {
            if (second is not null)
                return;
            second = Task.Run(() => OpenAsync(server, progress: new Told([], other => waits.TrySetResult())));
            waits.Task.Wait(TimeSpan.FromSeconds(20)).Should().BeTrue();
        });

        await OpenAsync(server, progress: progress);

        (await second!).Training.Count.Should().Be(2);
        server.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Open_KeepArchive_NextFolderNeedsNoServer()
    {
        using LoopbackServer server = new(request => LoopbackResponse.File(request, Archive, Tag));
        await OpenAsync(server, new DataSetOptions { KeepArchive = true });

        File.ReadAllBytes(Place.At("tiny.tar.gz")).Should().Equal(Archive);
        Directory.Delete(Place.At(TinyArchive.Folder), recursive: true);
        await OpenAsync(server);

        server.Requests.Should().HaveCount(1);
    }
}

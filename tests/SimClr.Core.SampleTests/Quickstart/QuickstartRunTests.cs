using System.Text.Json;
using SimClr.Core.Distributed;
using SimClr.Core.SampleTests.Support;
using SimClr.Core.Samples.Quickstart;

namespace SimClr.Core.SampleTests.Quickstart;

/// <summary>The whole job on a handful of tiny images: nothing is learned, but everything happens.</summary>
public sealed class QuickstartRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Run_LabeledFolder_GivesScoresAndPictures()
    {
        foreach (string name in new[] { "cat", "horse", "elephant" })
            PictureFolder.Fill(_folder.Combine($"images/{name}"), 20);

        Run().Should().BeTrue();

        JsonElement metrics = Metrics();
        metrics.GetProperty("loss").EnumerateArray().Should().HaveCount(2).And.OnlyContain(loss => loss.GetDouble() > 0);
        metrics.GetProperty("monitored_knn_accuracy").EnumerateArray().Should().OnlyContain(accuracy => accuracy.ValueKind == JsonValueKind.Number);
        metrics.GetProperty("linear_accuracy").GetDouble().Should().BeInRange(0, 1);
        _output.ToString().Should().Contain("image folders").And.Contain("epoch 2/2").And.MatchRegex("raw pixels +3072 ");
        File.Exists(_folder.Combine("run/encoder.safetensors")).Should().BeTrue();
    }

    [Fact]
    public void Run_UnlabeledFolder_HasNoScores()
    {
        PictureFolder.Fill(_folder.Combine("images"), 12);

        Run().Should().BeTrue();

        Metrics().GetProperty("knn_accuracy").ValueKind.Should().Be(JsonValueKind.Null);
        Notes().Should().ContainSingle().Which.Should().Contain("each step used all 12");
    }

    [Fact]
    public void Run_CanceledAtOnce_ShowsWhatThereIs()
    {
        PictureFolder.Fill(_folder.Combine("images"), 20);

        Run(canceled: true).Should().BeFalse();

        File.Exists(_folder.Combine("run/neighbors.png")).Should().BeTrue();
        Notes().Should().ContainSingle().Which.Should().StartWith("Ended before the first step");
    }

    [Fact]
    public void Run_Resumed_GoesOnFromTheLastCheckpoint()
    {
        PictureFolder.Fill(_folder.Combine("images"), 20);
        Run();
        string first = Metrics().GetProperty("epoch_minutes").ToString();

        Run(resume: true);
        _output.ToString().Should().NotContain("earlier run", "there was none before, and then it was taken up");
        string resumed = Metrics().GetProperty("epoch_minutes").ToString();
        Run();

        _output.ToString().Should().Contain($"{_folder.Combine("run")} holds the results of an earlier run, which this one replaces");
        _output.ToString().Should().MatchRegex("Going on from .*checkpoint-[0-9]{12}[.]safetensors");
        resumed.Should().Be(first, "it was finished, so nothing was left to do");
        Metrics().GetProperty("epoch_minutes").ToString().Should().NotBe(first, "a new run takes its own time");
    }

    [Fact]
    public void Run_PicturesWithoutDifferences_ShowsTheWarning()
    {
        PictureFolder.FillBlack(_folder.Combine("images"), 20);

        Run();

        Notes().Should().Contain(note => note.StartsWith("The representation has collapsed"));
        _output.ToString().Should().Contain("on 1 thread;").And.Contain("warning: Epoch 2: the representation has collapsed");
    }

    private JsonElement Metrics() => JsonDocument.Parse(File.ReadAllText(_folder.Combine("run/metrics.json"))).RootElement;

    private string[] Notes() => [.. Metrics().GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];

    private bool Run(bool canceled = false, bool resume = false)
    {
        QuickstartOptions options = new()
        {
            Data = _folder.Combine("images"),
            Output = _folder.Combine("run"),
            Epochs = 2,
            BatchSize = 16,
            Width = 4,
            Threads = 1,
            Resume = resume,
        };
        return new QuickstartRun(options, _output, SingleProcess.Instance).Run(new CancellationToken(canceled));
    }
}

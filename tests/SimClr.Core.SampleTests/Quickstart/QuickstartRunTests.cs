using SimClr.Core.Samples.Pictures;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.Samples.Reports;
using SimClr.Core.SampleTests.Support;
using Spectre.Console;

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

        PretrainingResult result = Run(CancellationToken.None);

        result.Training.Epochs.Should().HaveCount(2).And.OnlyContain(epoch => epoch.Loss > 0 && epoch.KnnAccuracy != null);
        result.Scores!.Pixels.Dimension.Should().Be(3 * 32 * 32);
        result.Scores.Pretrained.Linear.Should().BeInRange(0, 1);
        result.Neighbors.Rows.Should().OnlyContain(row => row.Count == 9);
        _output.ToString().Should().Contain("image folders").And.Contain("epoch 2/2");
        OutputFolder written = new(_folder.Combine("output"));
        PretrainingReport.Write(result, written);
        written.Written.Should().HaveCount(7);
    }

    [Fact]
    public void Run_UnlabeledFolder_FindsNeighborsOtherThanTheQuery()
    {
        PictureFolder.Fill(_folder.Combine("images"), 12);

        PretrainingResult result = Run(CancellationToken.None);

        result.Scores.Should().BeNull();
        result.Neighbors.Rows.Should().HaveCount(10).And.OnlyContain(row => row.Count == 9);
        result.Neighbors.Rows.Should().OnlyContain(row => !ShowsQueryAgain(row));
        result.Notes.Should().ContainSingle().Which.Should().Contain("each step used all 12");
    }

    [Fact]
    public void Run_CanceledAtOnce_ShowsWhatThereIs()
    {
        PictureFolder.Fill(_folder.Combine("images"), 20);

        PretrainingResult result = Run(new CancellationToken(canceled: true));

        result.Training.Canceled.Should().BeTrue();
        result.Neighbors.Rows.Should().NotBeEmpty();
        result.Notes.Should().ContainSingle().Which.Should().StartWith("Ended before the first step");
    }

    [Fact]
    public void Run_Resumed_GoesOnFromTheLastCheckpoint()
    {
        PictureFolder.Fill(_folder.Combine("images"), 20);
        PretrainingResult first = Run(CancellationToken.None);

        PretrainingResult resumed = Run(CancellationToken.None, resume: true);
        _output.ToString().Should().NotContain("earlier run", "there was none before, and then it was taken up");
        PretrainingResult again = Run(CancellationToken.None);

        _output.ToString().Should().Contain($"{_folder.Combine("run")} holds the results of an earlier run, which this one replaces");
        _output.ToString().Should().MatchRegex("Going on from .*checkpoint-[0-9]{12}[.]safetensors");
        resumed.Training.Epochs.Should().Equal(first.Training.Epochs, "it was finished, so nothing was left to do");
        again.Training.Epochs.Should().HaveCount(2).And.NotEqual(first.Training.Epochs, "a new run takes its own time");
    }

    [Fact]
    public void Run_PicturesWithoutDifferences_ShowsTheWarning()
    {
        PictureFolder.FillBlack(_folder.Combine("images"), 20);

        PretrainingResult result = Run(CancellationToken.None);

        result.Notes.Should().Contain(note => note.StartsWith("The representation has collapsed"));
        _output.ToString().Should().Contain("on 1 thread;").And.Contain("warning: Epoch 2: the representation has collapsed");
    }

    private static bool ShowsQueryAgain(IReadOnlyList<SheetCell> row)
        => row.Skip(1).Any(cell => cell.Image.Bytes.SequenceEqual(row[0].Image.Bytes));

    private PretrainingResult Run(CancellationToken cancellationToken, bool resume = false)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Interactive = InteractionSupport.No });
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
        return new PretrainingRun(new QuickstartSample(options), console).Run(cancellationToken);
    }
}

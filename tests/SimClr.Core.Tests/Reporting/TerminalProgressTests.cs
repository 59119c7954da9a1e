using SimClr.Core.Data;
using SimClr.Core.Reporting;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Reporting;

public sealed class TerminalProgressTests : IDisposable
{
    private static readonly Dictionary<string, double> Metrics = new()
    {
        [MetricNames.Loss] = 4.5,
        [MetricNames.ContrastiveAccuracy] = 0.25,
        [MetricNames.ViewsPerSecond] = 1234.5,
        [MetricNames.LearningRate] = 0.1,
    };

    private readonly StringWriter _output = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 1, 22, 10, 0, TimeSpan.Zero));

    private string Written => _output.ToString().ReplaceLineEndings("\n");

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Report_TrainingInALog_IsALineAnEpochAndOneInALongSilence()
    {
        using TerminalProgress progress = Create(live: false);

        Train(progress, step: 10);
        _clock.Advance(31);
        Train(progress, step: 20);
        _clock.Advance(29);
        Train(progress, step: 30);
        Train(progress, step: 50, completed: 1);
        Train(progress, step: 100, completed: 2);

        Written.Should().Be(
            """
            epoch 1/2  loss 4.500  contrastive  25.0 %  1,235 views/s  1:20 left
            epoch 1/2  loss 4.5000  contrastive  25.0 %  lr 0.1000  1,235 views/s  6.1 s  0:50 left
            epoch 2/2  loss 4.5000  contrastive  25.0 %  lr 0.1000  1,235 views/s  6.1 s

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Report_Afterwards_TellsWhenAllIsDone()
    {
        using TerminalProgress progress = new(output: _output, timeProvider: _clock) { Afterwards = TimeSpan.FromMinutes(20) };

        Train(progress, step: 50, completed: 1);

        Written.Should().EndWith("0:50 left, ends 22:30\n");
    }

    [Fact]
    public void Report_TrainingOnATerminal_RenewsOneLineBelowThoseOfTheEpochs()
    {
        using TerminalProgress progress = Create(live: true);

        Train(progress, step: 10);
        _clock.Advance(0.05);
        Train(progress, step: 20);
        _clock.Advance(0.06);
        Train(progress, step: 30);
        Train(progress, step: 50, completed: 1);
        Train(progress, step: 100, completed: 2);

        Screen.Of(_output.ToString()).Should().Equal(
            "epoch 1/2  loss 4.5000  contrastive  25.0 %  lr 0.1000  1,235 views/s  6.1 s",
            "epoch 2/2  loss 4.5000  contrastive  25.0 %  lr 0.1000  1,235 views/s  6.1 s",
            "");
        _output.ToString().Should().Contain("1:30 left").And.Contain("1:10 left").And.NotContain("1:20 left", "that came too soon after the first");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Report_Counted_TellsPaceAndTimeLeft(bool live)
    {
        using TerminalProgress progress = Create(live, "embedded");

        progress.Report((0, 1000));
        _clock.Advance(30);
        progress.Report((150, 1000));

        (live ? Screen.Of(_output.ToString())[^1].TrimEnd() : Written.TrimEnd()).Should().Be("embedded 150 of 1,000, 5.0/s, 2:50 left");
    }

    [Fact]
    public void Report_CountedFromTheMidst_JudgesByWhatItSaw()
    {
        using TerminalProgress progress = Create(live: false);

        progress.Report((900L, 1000L));
        _clock.Advance(40);
        progress.Report((940L, 1000L));

        Written.Should().Be("940 of 1,000, 1.0/s, 1:00 left\n");
    }

    [Fact]
    public void Report_AllDone_EndsALogThatBeganAndClearsATerminal()
    {
        using TerminalProgress brief = Create(live: false), log = Create(live: false), terminal = Create(live: true);

        brief.Report((0, 10));
        brief.Report((10, 10));
        Written.Should().BeEmpty("it took no time");
        log.Report((0, 100));
        _clock.Advance(50);
        log.Report((50, 100));
        _clock.Advance(50);
        log.Report((100, 100));
        Written.Should().Be("50 of 100, 1.0/s, 0:50 left\n100 of 100, 1.0/s\n");
        terminal.Report((1, 10));
        terminal.Report((10, 10));
        Screen.Of(_output.ToString())[^1].Trim().Should().BeEmpty();
    }

    [Fact]
    public void WriteLine_WhileALineRenewsItself_StandsAboveIt()
    {
        TerminalProgress progress = Create(live: true, "looked at");
        progress.Report((1, 10));

        progress.WriteLine("warning");

        Screen.Of(_output.ToString()).Should().Equal("warning", "looked at 1 of 10");
        progress.Dispose();
        Screen.Of(_output.ToString()).Should().Equal("warning", "");
    }

    [Fact]
    public void Report_LongLine_IsCutAtTheTerminalsWidth()
    {
        using TerminalProgress progress = Create(live: true, new string('x', 3000));

        progress.Report((1, 10));

        Screen.Of(_output.ToString())[^1].Should().EndWith("…").And.Match(line => line.Length < 3000);
    }

    [Fact]
    public void Report_DownloadOfADataSet_AnnouncesEachStep()
    {
        using TerminalProgress progress = Create(live: false, "cifar10:");

        progress.Report(new DataSetProgress(DataSetStep.Downloading, 0, 170_000_000));
        _clock.Advance(30);
        progress.Report(new DataSetProgress(DataSetStep.Downloading, 60_000_000, 170_000_000));
        progress.Report(new DataSetProgress(DataSetStep.Verifying, 0, 170_000_000));

        Written.Should().Be("cifar10: downloading 170 MB\ncifar10: 60 of 170 MB, 2.0 MB/s, 0:55 left\ncifar10: verifying\n");
    }

    [Fact]
    public void IsLive_OtherOutputThanTheConsole_IsFalse()
    {
        using TerminalProgress progress = new(output: _output);

        progress.IsLive.Should().BeFalse();
        FluentActions.Invoking(() => new TerminalProgress { LogInterval = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Report_FromManyThreads_WritesWholeLines()
    {
        using TerminalProgress progress = Create(live: false);

        Parallel.For(0, 500, number =>
        {
            progress.WriteLine($"line {number} end");
            progress.Report((number, 500));
        });

        Written.TrimEnd().Split('\n').Should().HaveCount(500).And.OnlyContain(line => line.StartsWith("line ") && line.EndsWith(" end"));
    }

    private TerminalProgress Create(bool live, string description = "") => new(description, _output, _clock) { IsLive = live };

    private static void Train(TerminalProgress progress, int step, int? completed = null)
    {
        EpochSummary? epoch = completed is { } number ? new EpochSummary(number, TimeSpan.FromSeconds(6.1), Metrics) : null;
        progress.Report(new TrainingProgress(completed ?? 1, 2, step, 100, TimeSpan.FromSeconds(step), TimeSpan.FromSeconds(100 - step), Metrics, epoch));
    }
}

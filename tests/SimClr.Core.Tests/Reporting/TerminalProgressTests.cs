using SimClr.Core.Samples.Terminal;
using SimClr.Core.SampleTests.Support;
using SimClr.Core.Training;
using Spectre.Console;

namespace SimClr.Core.SampleTests.Terminal;

public sealed class TrainingDisplayTests
{
    private static readonly Dictionary<string, double> Metrics = new()
    {
        [MetricNames.Loss] = 4.5,
        [MetricNames.ContrastiveAccuracy] = 0.25,
        [MetricNames.ViewsPerSecond] = 1234.5,
    };

    private static readonly TrainingResult Result = new([], 2, TimeSpan.FromSeconds(1), 100, false);

    [Fact]
    public void Run_OutputIsNoTerminal_WritesOnePlainLineAnEpoch()
    {
        using StringWriter written = new();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(written), Interactive = InteractionSupport.No });

        TrainingResult result = TrainingDisplay.Run(console, progress =>
        {
            progress.Report(Progress(1, null));
            progress.Report(Progress(2, FakeRun.Epoch(3, 20)));
            return Result;
        });

        result.Should().BeSameAs(Result);
        written.ToString().Should()
            .Be("epoch  3/20  loss 5.4254  contrastive  23.2 %  kNN (held-out)  36.8 %  lr 0.9724  1,500 views/s  6.1 s" + Environment.NewLine);
    }

    private static TrainingProgress Progress(long step, EpochSummary? completed)
        => new(3, 20, step, 2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(65), Metrics, completed);
}

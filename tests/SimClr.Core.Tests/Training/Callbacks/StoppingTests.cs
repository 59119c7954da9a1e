using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Tests.Training.Callbacks;

public sealed class StoppingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { 0.5, 0.6, 0.6, 0.55, 0.7, 0.8 }, true, 2, 0, 4, 0.6)]
    [InlineData(new[] { 0.5, 0.6, 0.6, 0.7, 0.6, 0.8 }, true, 2, 0, 6, 0.8)]
    [InlineData(new[] { 3.0, 2.0, 2.5, 2.0, 1.0, 1.0 }, false, 2, 0, 4, 2.0)]
    [InlineData(new[] { 0.5, 0.505, 0.51, 0.515, 0.7, 0.8 }, true, 3, 0.02, 4, 0.5)]
    [InlineData(new[] { double.NaN, 0.6, 0.6, 0.6, 0.7, 0.8 }, true, 1, 0, 3, 0.6)]
    public void EarlyStopping_MetricOfEpochs_StopsWithoutImprovement(
        double[] values, bool higherIsBetter, int patience, double minimum, int epochs, double best)
    {
        EarlyStopping stopping = new("mine", patience, higherIsBetter, minimum);
        TrainingResult result = Train(stopping, values).Train().Result;
        result.Epochs.Should().HaveCount(epochs);
        stopping.Best.Should().BeApproximately(best, 1e-6);
        (result.StopReason is null).Should().Be(epochs == values.Length);
        result.StopReason?.Should().StartWith("mine has not improved on");
    }

    [Fact]
    public void EarlyStopping_Resumed_CountsOn()
    {
        double[] values = [0.5, 0.6, 0.6, 0.55, 0.5, 0.8];
        using CancellationTokenSource stop = new();
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Session first = Train(new EarlyStopping("mine", 3, true), values) with
        {
            Checkpoints = checkpoints,
            Progress = new Callback(report =>
            {
                if (report.CompletedEpoch?.Epoch == 3)
                    stop.Cancel();
            }),
        };
        first.Train(stop.Token).Result.Epochs.Should().HaveCount(3);
        EarlyStopping second = new("mine", 3, true);
        TrainingResult result = (Train(second, values) with { Checkpoints = checkpoints }).Train().Result;
        result.Epochs.Should().HaveCount(5);
        second.Best.Should().BeApproximately(0.6, 1e-6);
        (Train(new EarlyStopping("mine", 3, true), values) with { Checkpoints = checkpoints }).Train().Result.Steps
            .Should().Be(result.Steps, "a run that stopped stays so");
    }

    [Fact]
    public void EarlyStopping_MetricThatNobodyMeasures_NeverStops()
        => new Session { Callbacks = [new EarlyStopping("nothing", 1, true)] }.Train().Result.Epochs.Should().HaveCount(4);

    [Fact]
    public void EarlyStopping_OutOfRange_IsRefused()
    {
        FluentActions.Invoking(() => new EarlyStopping("", 1, true)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new EarlyStopping("mine", 0, true)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new EarlyStopping("mine", 1, true, -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void TimeLimit_Passed_StopsAfterTheStepAndResumesLater()
    {
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Session session = new() { Callbacks = [new TimeLimit(TimeSpan.FromTicks(1))], Checkpoints = checkpoints };
        TrainingResult result = session.Train().Result;
        result.Steps.Should().Be(1);
        result.StopReason.Should().StartWith("the time limit of");
        (session with { Callbacks = [new TimeLimit(TimeSpan.FromDays(1))] }).Train().Weights.Should().Equal(new Session().Train().Weights);
        FluentActions.Invoking(() => new TimeLimit(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
    }

    // NaN is an epoch that is not measured.
    private static Session Train(EarlyStopping stopping, double[] values)
    {
        Recorder measuring = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "epoch" && !double.IsNaN(values[run.Epoch - 1]))
                    run.Metrics.Add("mine", values[run.Epoch - 1]);
            },
        };
        return new Session
        {
            Callbacks = [measuring, stopping],
            Options = new() { Epochs = values.Length, BatchSize = 13, Seed = 1, Workers = 1 },
        };
    }
}

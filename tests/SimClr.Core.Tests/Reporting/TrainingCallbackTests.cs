using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Reporting;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Reporting;

/// <summary>The package's callbacks on a real run.</summary>
public sealed class TrainingCallbackTests
{
    [Fact]
    public void TerminalProgress_AsACallback_WritesALineForEachEpoch()
    {
        using StringWriter output = new();
        using TerminalProgress progress = new(output: output);
        using SimClrPipeline pipeline = Builder(epochs: 2).UseCallback(progress).UseLogger(progress.Logger).Build();

        pipeline.Train();

        output.ToString().TrimEnd().Split(Environment.NewLine).Should().HaveCount(2).And.SatisfyRespectively(
            first => first.Should().MatchRegex("^epoch 1/2  loss .* left$"), second => second.Should().MatchRegex(@"^epoch 2/2  loss .*\d s$"));
    }

    [Fact]
    public void TerminalProgress_HandedToTrain_WritesTheSameLines()
    {
        using StringWriter output = new();
        using TerminalProgress progress = new(output: output);
        using SimClrPipeline pipeline = Builder(epochs: 2).Build();

        pipeline.Train(progress);

        output.ToString().TrimEnd().Split(Environment.NewLine).Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("epoch "));
    }

    [Fact]
    public void TerminalProgress_RunStopsEarly_LeavesACleanTerminal()
    {
        using StringWriter output = new();
        using TerminalProgress progress = new(output: output) { IsLive = true };
        using SimClrPipeline pipeline = Builder(epochs: 1000).ConfigureTraining(o => o.LogEverySteps = 1).UseCallback(progress).UseCallback(new StepTimer(TimeSpan.Zero)).Build();

        pipeline.Train();

        Screen.Of(output.ToString())[^1].Should().BeEmpty();
        output.ToString().Should().Contain(" left");
    }

    [Fact]
    public void StepTimer_LongRun_StopsItWhenItHasSeenEnough()
    {
        StepTimer timer = new(TimeSpan.Zero);
        using SimClrPipeline pipeline = Builder(epochs: 1000).UseCallback(timer).Build();

        TrainingResult result = pipeline.Train();

        result.Steps.Should().Be(12, "8 do not count, 4 do");
        result.StopReason.Should().NotBeNull();
        timer.StepTime.Should().BePositive().And.BeLessThan(result.Duration / 4 + TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(5, true)]
    public void StepTimer_ShortRun_TakesWhatThereIs(int epochs, bool known)
    {
        StepTimer timer = new();
        using SimClrPipeline pipeline = Builder(epochs, batch: 8).UseCallback(timer).Build();

        TrainingResult result = pipeline.Train();

        result.Steps.Should().Be(epochs);
        (timer.StepTime > TimeSpan.Zero).Should().Be(known);
        (timer.StepTime is null).Should().Be(!known);
    }

    [Fact]
    public void StepTimer_NegativeDuration_IsRefused()
        => FluentActions.Invoking(() => new StepTimer(TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();

    private static SimClrBuilder Builder(int epochs, int batch = 4) => new SimClrBuilder()
        .UseImages(new DrawnImages(8))
        .UseAugmentations(a => a.RandomResizedCrop(8))
        .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 1 / 64.0))
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.WarmupEpochs) = (epochs, batch, 0));
}

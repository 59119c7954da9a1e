using SimClr.Core.Reporting.Texts;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Reporting;

public sealed class ProgressTextTests
{
    private static readonly Dictionary<string, double> Metrics = new()
    {
        [MetricNames.Loss] = 4.5,
        [MetricNames.ContrastiveAccuracy] = 0.25,
        [MetricNames.ViewsPerSecond] = 1234.5,
        [MetricNames.LearningRate] = 0.1,
        [MetricNames.GradientNorm] = 3,
    };

    [Fact]
    public void Running_Training_NamesWhatIsLeft()
        => ProgressText.Running(new TrainingProgress(3, 20, 1, 2, TimeSpan.Zero, TimeSpan.FromSeconds(65), Metrics, null))
            .Should().Be("epoch  3/20  loss 4.500  contrastive  25.0 %  1,235 views/s  1:05 left");

    [Fact]
    public void Completed_EpochWithMeasurements_NamesThemAll()
        => ProgressText.Completed(
            new EpochSummary(3, TimeSpan.FromSeconds(6.12), new Dictionary<string, double>(Metrics)
            {
                [MetricNames.KnnAccuracy] = 0.368, [MetricNames.RankMe] = 12.34567, [MetricNames.OnlineLinearAccuracy] = 0.5, ["loss_spread"] = 2,
            }), 20)
            .Should().Be(
                "epoch  3/20  loss 4.5000  contrastive  25.0 %  kNN (held-out)  36.8 %  online linear accuracy  50.0 %  RankMe 12.3457  loss spread 2  lr 0.1000  1,235 views/s  6.1 s");

    [Fact]
    public void Running_OtherTask_HasNoContrastiveAccuracy()
        => ProgressText.Running(new TrainingProgress(
            1, 1, 1, 2, TimeSpan.Zero, TimeSpan.FromHours(30), new Dictionary<string, double> { [MetricNames.Loss] = 1, [MetricNames.Top1] = 0.125, [MetricNames.ViewsPerSecond] = 9 }, null))
            .Should().Be("epoch 1/1  loss 1.000  top-1  12.5 %  9 views/s  30:00:00 left");

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.9, "0:59")]
    [InlineData(3599, "59:59")]
    [InlineData(3600, "1:00:00")]
    [InlineData(100_000, "27:46:40")]
    public void Duration_Seconds_AreReadable(double seconds, string expected)
        => TimeText.Duration(TimeSpan.FromSeconds(seconds)).Should().Be(expected);

    [Theory]
    [InlineData(25, "ends 22:35")]
    [InlineData(115, "ends 2026-03-02 00:05")]
    public void End_TimeLeft_IsTheTimeOfDay(double minutes, string expected)
        => TimeText.End(new ManualClock(new DateTimeOffset(2026, 3, 1, 22, 10, 0, TimeSpan.Zero)), TimeSpan.FromMinutes(minutes)).Should().Be(expected);
}

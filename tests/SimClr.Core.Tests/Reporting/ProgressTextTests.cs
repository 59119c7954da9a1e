using SimClr.Core.Samples.Terminal;
using SimClr.Core.Training;

namespace SimClr.Core.SampleTests.Terminal;

public sealed class ProgressTextTests
{
    private static readonly Dictionary<string, double> Metrics = new()
    {
        [MetricNames.Loss] = 4.5,
        [MetricNames.ContrastiveAccuracy] = 0.25,
        [MetricNames.ViewsPerSecond] = 1234.5,
    };

    [Fact]
    public void Describe_Running_NamesWhatIsLeft()
        => ProgressText.Describe(new TrainingProgress(3, 20, 1, 2, TimeSpan.Zero, TimeSpan.FromSeconds(65), Metrics, null))
            .Should().Be("epoch  3/20  loss 4.500  contrastive  25.0 %  1,235 views/s  1:05 left");

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.9, "0:59")]
    [InlineData(3599, "59:59")]
    [InlineData(3600, "1:00:00")]
    [InlineData(100_000, "27:46:40")]
    public void Duration_Seconds_AreReadable(double seconds, string expected)
        => ProgressText.Duration(TimeSpan.FromSeconds(seconds)).Should().Be(expected);
}

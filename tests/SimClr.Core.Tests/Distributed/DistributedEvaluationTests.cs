using SimClr.Core.Distributed;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Tests.Distributed;

public sealed class DistributedEvaluationTests
{
    [Theory]
    [InlineData(2, 11)]
    [InlineData(3, 2)]
    public void Extract_OverRanks_GivesEveryRankTheFeaturesOfOneProcess(int ranks, int images)
    {
        FeatureSet expected = Extract(SingleProcess.Instance, images);

        FeatureSet[] all = ThreadRanks.Run(ranks, collective => Extract(collective, images));

        all.Should().AllSatisfy(features =>
        {
            features.Labels.ToArray().Should().Equal(expected.Labels.ToArray());
            features.ClassNames.Should().Equal(expected.ClassNames);
            // Batches of another size, so sums in another order.
            features.Values.ToArray().Zip(expected.Values.ToArray(), (one, other) => Math.Abs(one - other)).Max()
                .Should().BeLessThan(1e-5f * expected.Values.ToArray().Max(Math.Abs));
        });
    }

    [Fact]
    public void KnnMonitor_OverRanks_MeasuresWhatOneProcessMeasures()
    {
        double[] expected = Accuracies(new DistributedRun().Train(1)[0]);

        DistributedRun run = new() { LearningRate = 1e-9, Callback = _ => Monitor() };

        double[] one = Accuracies(run.Train(1)[0]);
        run.Train(3).Should().AllSatisfy(rank => Accuracies(rank).Should().Equal(one));
        expected.Should().OnlyContain(value => double.IsNaN(value), "without a monitor nothing is measured");
        one.Should().OnlyContain(value => value > 0 && value < 1);
    }

    private static KnnMonitor Monitor() => new(Images(20, "a", "b", "c"), Images(7, "a", "b"), new KnnOptions { NeighborCount = 3 });

    private static double[] Accuracies(DistributedRun.Outcome outcome) => [.. outcome.Result.Epochs.Select(epoch => epoch.KnnAccuracy ?? double.NaN)];

    private static DrawnImages Images(int count, params string[] classes) => new(count, side: 16) { ClassNames = classes };

    private static FeatureSet Extract(ICollective collective, int images)
    {
        using SimClrModel model = SmallModel.ResNet();
        return new FeatureExtractor(model).Extract(Images(images, "a", "b"), collective);
    }
}

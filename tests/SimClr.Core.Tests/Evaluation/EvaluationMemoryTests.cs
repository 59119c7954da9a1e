using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Tests.Training;
using TorchSharp;

namespace SimClr.Core.Tests.Evaluation;

public sealed class EvaluationMemoryTests
{
    [Fact]
    public void Evaluation_HundredTimes_LeavesNoTensorAlive()
    {
        using SmallEncoder encoder = new();
        DrawnImages images = new(20) { ClassNames = ["a", "b"] };
        void Evaluate()
        {
            FeatureSet features = new FeatureExtractor(encoder, new() { BatchSize = 8, Workers = 1 }).Extract(images);
            KnnClassifier.Fit(features).Accuracy(features);
            new NeighborSearch(features).FindWithinBank(3);
            LinearProbe.Fit(features, new() { CandidateCount = 2, MaximumIterations = 15 }).Accuracy(features);
            RepresentationHealth.Measure(features);
            RepresentationHealth.Alignment(features, features);
        }

        Evaluate();
        LifetimeStatistics statistics = DisposeScopeManager.Statistics.TensorStatistics;
        (long all, long onThisThread) before = (torch.Tensor.TotalCount, statistics.ThreadTotalLiveCount);

        for (int i = 0; i < 100; i++)
            Evaluate();

        // Less than before may be left: the collector may free what other tests have dropped.
        torch.Tensor.TotalCount.Should().BeLessThanOrEqualTo(before.all);
        statistics.ThreadTotalLiveCount.Should().Be(before.onThisThread);
    }
}

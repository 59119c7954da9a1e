using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training;
using TorchSharp;

namespace SimClr.Core.Tests.Evaluation;

public sealed class EvaluationMemoryTests
{
    [Fact]
    public void Evaluation_HundredTimes_LeavesNoTensorAlive()
    {
        SmallEncoder encoder = new();
        using SimClrModel model = new(encoder, new MlpProjectionHead(8));
        DrawnImages images = new(20) { ClassNames = ["a", "b"] };
        ReadOut readOut = new() { Layers = [0, 1, 2], Views = EvaluationViews.Sizes(6, 8), Join = ReadOutJoin.Average };
        ViewGenerator views = new(1, new AddNoise());
        void Evaluate()
        {
            FeatureSet features = new FeatureExtractor(encoder, new() { BatchSize = 8, Workers = 1 }).Extract(images);
            KnnClassifier.Fit(features).Accuracy(features);
            new NeighborSearch(features).FindWithinBank(3);
            LinearProbe.Fit(features, new() { CandidateCount = 2, MaximumIterations = 15 }).Accuracy(features);
            RepresentationHealth.Measure(features);
            RepresentationHealth.Alignment(features, features);
            new NeighborSearch(features, null, bankRows: 7, queryRows: 3).Find(features, 20);
            FeatureExtractor layers = new(model, new() { BatchSize = 8, Workers = 1, ReadOut = readOut });
            LabelFreeScores.Measure(layers.Extract(images), layers.ExtractViews(images, views));
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

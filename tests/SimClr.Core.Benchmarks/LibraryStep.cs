using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Randomness;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks;

/// <summary>The step that <see cref="ContrastiveTrainer"/> takes, on views that are made already.</summary>
internal static class LibraryStep
{
    private const double Temperature = 0.5;

    public static StepSubject Prepare(StepCase benchmark, Precision precision, bool tuneAllocator)
    {
        if (tuneAllocator)
            AllocatorTuning.EnsureApplied();
        SimClrModel model = CreateModel(benchmark, precision);
        model.train();
        TrainingStep step = new(model, CreateLoss(), CreateOptimizer(model), gradientClipNorm: null);
        IEnumerator<TrainingBatch> views = EndlessViews(benchmark).GetEnumerator();
        return new StepSubject(StepSubject.CountParameters(model), () => step.Run(views, microBatches: 1, measure: false).Loss);
    }

    public static SimClrModel CreateModel(StepCase benchmark, Precision precision)
    {
        ResNetEncoder encoder = benchmark.CreateEncoder(precision);
        ProjectionHeadOptions head = new() { OutputDimension = StepSubject.EmbeddingLength };
        return new SimClrModel(encoder, new MlpProjectionHead(encoder.FeatureDimension, head));
    }

    public static ContrastiveLoss CreateLoss() => new NtXentLoss(Temperature);

    public static optim.Optimizer CreateOptimizer(SimClrModel model)
        => optim.SGD(ParameterGroups.Split(model).ForSgd(StepSubject.LearningRate, StepSubject.Momentum), StepSubject.LearningRate);

    private static IEnumerable<TrainingBatch> EndlessViews(StepCase benchmark)
    {
        ViewShape shape = new(3, benchmark.Side, benchmark.Side);
        RandomStream random = new(seed: 1);
        float[] values = new float[benchmark.Views * shape.Length];
        for (int at = 0; at < values.Length; at++)
            values[at] = (float)random.NextDouble();
        TrainingBatch batch = new(new BatchRequest(0, [.. Enumerable.Range(0, benchmark.BatchSize)]), new ViewLayout([shape, shape]), labels: [], [values]);
        while (true)
            yield return batch;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Randomness;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Step;

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
        TrainingRun run = CreateRun(new ContrastiveTask(model, CreateLoss()), CreateOptimizer(model), benchmark);
        TrainingStep step = new(run, new CallbackList(run, []));
        IEnumerator<TrainingBatch> views = EndlessViews(benchmark).GetEnumerator();
        return new StepSubject(StepSubject.CountParameters(model), () => step.Run(views, microBatches: 1));
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

    private static TrainingRun CreateRun(ITrainingTask task, optim.Optimizer optimizer, StepCase benchmark)
    {
        TrainingOptions options = new() { BatchSize = benchmark.BatchSize };
        AugmentationPipeline nothing = AugmentationPipeline.Identity;
        TrainingSetup setup = new()
        {
            Task = task,
            Optimizer = optimizer,
            Schedule = null,
            PeakLearningRate = StepSubject.LearningRate,
            Options = options,
            Images = new SyntheticSource(),
            Views = new ViewGenerator(seed: 1, nothing),
            EvaluationPreprocessing = nothing,
            Input = new ImagePreprocessing(new ViewShape(3, benchmark.Side, benchmark.Side)),
            HasCheckpoints = false,
            Logger = NullLogger.Instance,
        };
        return new TrainingRun(setup, new TrainingPlan(options, benchmark.BatchSize, views: 2, benchmark.BatchSize));
    }

    private static IEnumerable<TrainingBatch> EndlessViews(StepCase benchmark)
    {
        ViewShape shape = new(3, benchmark.Side, benchmark.Side);
        RandomStream random = new(seed: 1);
        float[] values = new float[benchmark.Views * shape.Length];
        for (int at = 0; at < values.Length; at++)
            values[at] = (float)random.NextDouble();
        BatchRequest request = new(0, [.. Enumerable.Range(0, benchmark.BatchSize)]);
        TrainingBatch batch = new(new SyntheticSource(), request, new ViewLayout([shape, shape]), labels: [], [values]);
        while (true)
            yield return batch;
    }
}

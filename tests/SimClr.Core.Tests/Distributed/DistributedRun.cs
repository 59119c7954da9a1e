using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

/// <summary>A short training run, the same on every rank, and what it came to.</summary>
internal sealed record DistributedRun
{
    public int Images { get; init; } = 24;

    /// <summary>An image that cannot be read; null if all can.</summary>
    public int? FailingIndex { get; init; }

    public TrainingOptions Options { get; init; } = new() { Epochs = 2, BatchSize = 8, Workers = 1, LogEverySteps = 1, Seed = 3 };

    public DistributedOptions Distributed { get; init; } = new();

    public double LearningRate { get; init; } = 0.5;

    public bool IsDouble { get; init; }

    public Func<ContrastiveLoss> Loss { get; init; } = () => new NtXentLoss(0.2);

    public Func<ICollective, TrainingCallback?> Callback { get; init; } = _ => null;

    public CheckpointOptions? Checkpoints { get; init; }

    public Func<ICollective, ILogger> Logger { get; init; } = _ => NullLogger.Instance;

    public Func<ICollective, CancellationToken> Token { get; init; } = _ => CancellationToken.None;

    public Func<ICollective, IProgress<TrainingProgress>?> Progress { get; init; } = _ => null;

    /// <summary>Trains on so many ranks; 1 is a trainer that knows nothing of ranks.</summary>
    public Outcome[] Train(int ranks) => ranks == 1 ? [Train(SingleProcess.Instance)] : ThreadRanks.Run(ranks, Train);

    public Outcome Train(ICollective collective)
    {
        using SimClrModel model = SmallModel.ResNet(seed: 7 + collective.Rank); // rank 0's weights are everybody's
        using ContrastiveLoss loss = Loss();
        if (IsDouble)
            _ = model.to(ScalarType.Float64);
        using optim.Optimizer optimizer = new LarsOptimizer(ParameterGroups.Split(model), new LarsOptions { LearningRate = LearningRate }, 256);
        ITrainingTask task = IsDouble ? new DoubleTask(model, loss) : new ContrastiveTask(model, loss);
        Trainer trainer = new(task, optimizer, Options)
        {
            Collective = collective,
            Distributed = Distributed,
            Callbacks = Callback(collective) is { } callback ? [callback] : [],
            Checkpoints = Checkpoints,
            Logger = Logger(collective),
        };
        DrawnImages images = new(Images, side: 16) { ClassNames = ["a", "b", "c"], FailingIndex = FailingIndex };
        ViewGenerator views = new(5, [new AugmentationPipeline().RandomResizedCrop(16).RandomHorizontalFlip(), new AugmentationPipeline().RandomResizedCrop(16)]);
        TrainingResult result = trainer.Train(images, views, Progress(collective), Token(collective));
        return new Outcome(
            result,
            [.. model.state_dict().Values.SelectMany(tensor => tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray())]);
    }

    internal sealed record Outcome(TrainingResult Result, double[] Weights)
    {
        public double[] Losses => [.. Result.Epochs.Select(epoch => epoch.Metrics[MetricNames.Loss])];
    }
}

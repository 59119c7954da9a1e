using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>A process's share of a training: everything made anew, trained, and gone, but for the files.</summary>
internal sealed record Session
{
    public const int StepsPerEpoch = 3;

    public string Optimizer { get; init; } = "lars";

    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>A residual network; else a linear layer with dropout, which takes no time.</summary>
    public bool Residual { get; init; }

    public double Temperature { get; init; } = 0.5;

    /// <summary>Makes the loss from the temperature.</summary>
    public Func<double, ContrastiveLoss> Loss { get; init; } = temperature => new NtXentLoss(temperature);

    /// <summary>Of the second of the optimiser's "groups".</summary>
    public double HeadLearningRate { get; init; } = 0.3;

    public double Width { get; init; } = 0.0625;

    public int OutputDimension { get; init; } = 8;

    public ViewGenerator Views { get; init; } = new(5, new AddNoise());

    /// <summary>Of the initial weights and torch's random state: a run that goes on must not depend on them.</summary>
    public long ModelSeed { get; init; } = 1;

    public TrainingOptions Options { get; init; } = new() { Epochs = 4, BatchSize = 8, Seed = 1, Workers = 1, LogEverySteps = 2 };

    public CheckpointOptions? Checkpoints { get; init; }

    public LearningRateSchedule? Schedule { get; init; }

    public DrawnImages Images { get; init; } = new(26);

    public ILogger Logger { get; init; } = new Messages();

    public IProgress<TrainingProgress>? Progress { get; init; }

    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Trains; returns the result and all weights.</summary>
    public (TrainingResult Result, float[] Weights) Train(CancellationToken cancellationToken = default)
    {
        using SimClrModel model = Model();
        return (Train(model, cancellationToken), SmallModel.Weights(model));
    }

    /// <summary>Trains a model that the caller keeps.</summary>
    public TrainingResult Train(SimClrModel model, CancellationToken cancellationToken = default)
    {
        using ContrastiveLoss loss = Loss(Temperature);
        using optim.Optimizer optimizer = Create(model);
        ContrastiveTrainer trainer = new(model, loss, optimizer, Options)
        {
            Checkpoints = Checkpoints,
            Schedule = Schedule,
            Callbacks = Callbacks,
            Logger = Logger,
        };
        return trainer.Train(Images, Views, Progress, cancellationToken);
    }

    public SimClrModel Model()
    {
        random.manual_seed(ModelSeed);
        Encoder encoder = Residual
            ? new ResNetEncoder(
                ResNetDepth.ResNet18,
                new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = Width, Precision = Precision },
                ModelSeed)
            : new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Linear(192, 8), nn.Dropout(0.5)), 3, 8);
        return new SimClrModel(
            encoder,
            new MlpProjectionHead(encoder.FeatureDimension, new ProjectionHeadOptions { OutputDimension = OutputDimension }, ModelSeed));
    }

    private optim.Optimizer Create(SimClrModel model) => Optimizer switch
    {
        "lars" => new LarsOptimizer(ParameterGroups.Split(model), new LarsOptions { LearningRate = 8 }),
        "sgd" => optim.SGD(model.parameters(), 0.05, momentum: 0.9),
        "adam" => optim.Adam(model.parameters(), 1e-2, amsgrad: true),
        "groups" => optim.SGD(
            new[] { new SGD.ParamGroup(model.Encoder.parameters(), 0.01, momentum: 0.9), new SGD.ParamGroup(model.ProjectionHead.parameters(), HeadLearningRate) },
            0.5),
        "rmsprop" => optim.RMSProp(model.parameters(), 1e-3, momentum: 0.9, centered: true),
        "nadam" => optim.NAdam(model.parameters(), 1e-2),
        "stateful" => new StatefulMomentum(model, 0.05),
        "hidden" => new HiddenMomentum(model, 0.05),
        "derived" => new DerivedAdam(model),
        _ => optim.LBFGS(model.parameters(), 1e-2),
    };
}

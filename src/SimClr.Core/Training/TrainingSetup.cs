using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>All that a run is made of.</summary>
internal sealed record TrainingSetup
{
    public required ITrainingTask Task { get; init; }

    public required optim.Optimizer Optimizer { get; init; }

    /// <summary>Null is the default schedule.</summary>
    public required LearningRateSchedule? Schedule { get; init; }

    /// <summary>Peak of the default schedule.</summary>
    public required double PeakLearningRate { get; init; }

    public required TrainingOptions Options { get; init; }

    public required IImageSource Images { get; init; }

    public required ViewGenerator Views { get; init; }

    public required IAugmentation EvaluationPreprocessing { get; init; }

    /// <summary>The same with the shape of the network's input, for whoever uses the trained network.</summary>
    public required ImagePreprocessing Input { get; init; }

    /// <summary>The ranks that train together; one alone by default.</summary>
    public ICollective Collective { get; init; } = SingleProcess.Instance;

    public DistributedOptions Distributed { get; init; } = new();

    public required bool HasCheckpoints { get; init; }

    public required ILogger Logger { get; init; }

    public Device Device => Task.Module.parameters().First().device;
}

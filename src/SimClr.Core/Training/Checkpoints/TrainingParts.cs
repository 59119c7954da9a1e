using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>All that determines the weights a run comes to.</summary>
internal sealed record TrainingParts
{
    public required TrainingOptions Options { get; init; }

    public required SimClrModel Model { get; init; }

    public required ContrastiveLoss Loss { get; init; }

    public required optim.Optimizer Optimizer { get; init; }

    /// <summary>Null is the default schedule.</summary>
    public required LearningRateSchedule? Schedule { get; init; }

    /// <summary>Peak of the default schedule.</summary>
    public required double PeakLearningRate { get; init; }

    public required IImageSource Images { get; init; }

    public required ViewGenerator Views { get; init; }
}

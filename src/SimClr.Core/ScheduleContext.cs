using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when a learning-rate schedule is made.</summary>
public sealed class ScheduleContext
{
    /// <summary>Optimizer steps of an epoch, at least 1.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Optimizer steps of the whole run, at least 1.</summary>
    public required long TotalSteps { get; init; }

    /// <summary><see cref="TrainingOptions.WarmupEpochs"/>, or its default, in optimizer steps; at most <see cref="TotalSteps"/>.</summary>
    public required long WarmupSteps { get; init; }

    /// <summary>The learning rate that the optimizer was made with, scaled to the batch size where its options say so.</summary>
    /// <remarks>With several parameter groups it is the rate of the first group above 0.</remarks>
    public required double PeakLearningRate { get; init; }

    /// <summary>N, the images of a step.</summary>
    public required int BatchSize { get; init; }
}

using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when a loss is made.</summary>
public sealed class LossContext
{
    /// <summary>N, the images of a step, each of which has several views.</summary>
    public required int BatchSize { get; init; }

    /// <summary><see cref="TrainingOptions.Seed"/>, for a loss with weights of its own.</summary>
    public required long Seed { get; init; }
}

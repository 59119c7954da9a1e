using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when a training task is made.</summary>
public sealed class TaskContext
{
    /// <summary>Encoder and projection head, on their device; the pipeline disposes it.</summary>
    public required SimClrModel Model { get; init; }

    /// <summary>The loss; the pipeline disposes it.</summary>
    public required ContrastiveLoss Loss { get; init; }

    /// <summary><see cref="TrainingOptions.Seed"/>, to draw initial weights from.</summary>
    public required long Seed { get; init; }
}

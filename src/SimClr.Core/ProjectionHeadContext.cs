using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when a projection head is made.</summary>
public sealed class ProjectionHeadContext
{
    /// <summary>F, the length of the encoder's representations: the head's <see cref="ProjectionHead.InputDimension"/>.</summary>
    public required int FeatureDimension { get; init; }

    /// <summary><see cref="TrainingOptions.Seed"/>, to draw the initial weights from.</summary>
    public required long Seed { get; init; }
}

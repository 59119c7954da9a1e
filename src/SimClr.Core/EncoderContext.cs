using SimClr.Core.Augmentation;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when an encoder is made.</summary>
public sealed class EncoderContext
{
    /// <summary><see cref="TrainingOptions.Seed"/>, to draw the initial weights from.</summary>
    public required long Seed { get; init; }

    /// <summary>The shape of the views; null if they could not be made, as where the source's first image cannot be read.</summary>
    public ViewShape? View { get; init; }
}

using SimClr.Core.Loading;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when an encoder is made.</summary>
public sealed class EncoderContext
{
    /// <summary><see cref="TrainingOptions.Seed"/>, to draw the initial weights from.</summary>
    public required long Seed { get; init; }

    /// <summary>
    /// The views of an image, by their shapes, in the order in which they are first made; <see cref="ViewGroup.Largest"/> finds those at
    /// whose size images are evaluated. Empty if they could not be made, as where the source's first image cannot be read.
    /// </summary>
    public IReadOnlyList<ViewGroup> Views { get; init; } = [];
}

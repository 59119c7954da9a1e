using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Replaces each channel by its edges (the paper's Figure 4, "Sobel filtering"); not random.</summary>
/// <remarks>
/// Sobel's 3 x 3 kernels divided by 4, so that a step from 0 to 1 gives 1; the border mirrored without repeating the edge.
/// Any number of channels. Immutable, thread-safe.
/// </remarks>
public sealed class SobelFilter : IAugmentation
{
    private readonly SobelOutput _output;

    /// <summary>Creates the operation.</summary>
    /// <param name="output">The gradient's length (the channels stay as many), or its two parts (twice as many).</param>
    public SobelFilter(SobelOutput output = SobelOutput.Magnitude) => _output = output;

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        SobelKernel.Apply(view, _output);
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(SobelFilter), ("output", _output));

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();
}

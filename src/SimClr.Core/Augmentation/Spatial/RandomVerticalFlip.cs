using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Mirrors top and bottom with a probability; for images without a natural upright, such as aerial or microscope pictures.
/// </summary>
/// <remarks>Immutable, thread-safe. Any number of channels.</remarks>
public sealed class RandomVerticalFlip : Augmentation<bool>
{
    private readonly double _probability;

    /// <summary>Creates the operation.</summary>
    /// <param name="probability">In [0, 1]; 0.5 by default.</param>
    public RandomVerticalFlip(double probability = 0.5) => _probability = ProbabilityGuard.Check(probability);

    /// <summary>Whether to flip.</summary>
    public override bool Draw(ViewShape size, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextBernoulli(_probability);
    }

    /// <inheritdoc/>
    public override void Apply(View view, bool parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!parameters)
            return;
        int width = view.Size.Width;
        Span<float> held = view.Scratch(width);
        for (int channel = 0; channel < view.Size.Channels; channel++)
        {
            Span<float> plane = view.Plane(channel);
            for (int top = 0, bottom = plane.Length - width; top < bottom; top += width, bottom -= width)
            {
                plane.Slice(top, width).CopyTo(held);
                plane.Slice(bottom, width).CopyTo(plane[top..]);
                held.CopyTo(plane[bottom..]);
            }
        }
    }

    /// <summary>The operation itself where its probability is 1; else null.</summary>
    public override IAugmentation? ForEvaluation() => _probability == 1 ? this : null;

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(nameof(RandomVerticalFlip), ("probability", _probability));
}

namespace SimClr.Core.Augmentation;

/// <summary>Mirrors left and right with a probability (paper, appendix A: 0.5).</summary>
/// <remarks>Immutable, thread-safe. Any number of channels.</remarks>
public sealed class RandomHorizontalFlip : BernoulliAugmentation
{
    /// <summary>Creates the operation.</summary>
    /// <param name="probability">In [0, 1]; 0.5 by default.</param>
    public RandomHorizontalFlip(double probability = 0.5)
        : base(probability)
    {
    }

    /// <inheritdoc/>
    public override void Apply(View view, bool parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!parameters)
            return;
        Span<float> pixels = view.Pixels;
        int width = view.Shape.Width;
        for (int row = 0; row < pixels.Length; row += width)
            pixels.Slice(row, width).Reverse();
    }
}

namespace SimClr.Core.Augmentation;

/// <summary>
/// Mirrors top and bottom with a probability; for images without a natural upright, such as aerial or microscope pictures.
/// </summary>
/// <remarks>Immutable, thread-safe. Any number of channels.</remarks>
public sealed class RandomVerticalFlip : BernoulliAugmentation
{
    /// <summary>Creates the operation.</summary>
    /// <param name="probability">In [0, 1]; 0.5 by default.</param>
    public RandomVerticalFlip(double probability = 0.5)
        : base(probability)
    {
    }

    /// <inheritdoc/>
    public override void Apply(View view, bool parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!parameters)
            return;
        int width = view.Shape.Width;
        Span<float> held = view.Scratch(width);
        for (int channel = 0; channel < view.Shape.Channels; channel++)
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
}

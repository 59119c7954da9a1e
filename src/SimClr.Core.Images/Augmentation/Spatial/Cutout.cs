using System.Numerics.Tensors;
using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Overwrites a random square (DeVries and Taylor 2017; the paper's Figure 4).</summary>
/// <remarks>
/// The square's center is uniform over the pixels, so it may reach beyond the border, where it is cut off. Any number of channels.
/// Immutable, thread-safe.
/// </remarks>
public sealed class Cutout : RandomAugmentation<CropBox>
{
    private readonly double _side;
    private readonly CutoutFill _fill;

    /// <summary>Creates the operation.</summary>
    /// <param name="side">Side of the square as a fraction of the view's shorter side, in (0, 1]; half by default, as for CIFAR in the
    /// cutout paper.</param>
    /// <param name="fill">What is written.</param>
    public Cutout(double side = 0.5, CutoutFill fill = CutoutFill.Zero)
    {
        if (!(side is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(side), side, "The square's side must be in (0, 1] of the view's shorter side.");
        (_side, _fill) = (side, fill);
    }

    /// <summary>The part of the square that lies inside the view.</summary>
    public override CropBox Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int side = (int)Math.Max(1, Math.Round(_side * Math.Min(shape.Height, shape.Width)));
        (int top, int height) = Span(shape.Height, side, random);
        (int left, int width) = Span(shape.Width, side, random);
        return new CropBox(top, left, height, width);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The box is not inside the view.</exception>
    public override void Apply(View view, CropBox parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        parameters.Inside(view.Shape);
        for (int channel = 0; channel < view.Shape.Channels; channel++)
        {
            Span<float> plane = view.Plane(channel);
            float value = _fill == CutoutFill.Mean ? TensorPrimitives.Average<float>(plane) : 0;
            for (int row = parameters.Top; row < parameters.Top + parameters.Height; row++)
                plane.Slice(row * view.Shape.Width + parameters.Left, parameters.Width).Fill(value);
        }
    }

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(nameof(Cutout), ("side", _side), ("fill", _fill));

    private static (int Start, int Length) Span(int length, int side, RandomStream random)
    {
        int start = random.NextInt32(length) - side / 2;
        int end = Math.Min(length, start + side);
        start = Math.Max(0, start);
        return (start, end - start);
    }
}

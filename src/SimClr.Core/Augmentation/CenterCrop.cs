using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Cuts the middle out; not random. A view that is smaller than the result is surrounded with zeros.</summary>
/// <remarks>Immutable, thread-safe. Any number of channels.</remarks>
public sealed class CenterCrop : IAugmentation, IFixedSize
{
    private readonly int _height;
    private readonly int _width;

    /// <summary>Creates the operation with a square result.</summary>
    /// <param name="size">Side of the result in pixels, at least 1.</param>
    public CenterCrop(int size)
        : this(size, size)
    {
    }

    /// <summary>Creates the operation.</summary>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="width">Width of the result in pixels, at least 1.</param>
    public CenterCrop(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (_height, _width) = (height, width);
    }

    (int Height, int Width)? IFixedSize.Result => (_height, _width);

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        ViewSize from = view.Size;
        ViewSize to = new(from.Channels, _height, _width);
        if (from == to)
            return;
        ReadOnlySpan<float> source = view.Pixels;
        Span<float> result = view.Prepare(to);
        result.Clear();
        PlaneGeometry.CopyCentred(source, from, result, to);
        view.Commit(to);
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(CenterCrop), ("height", _height), ("width", _width));

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();
}

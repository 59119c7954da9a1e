using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Cuts the middle out; not random. A view that is smaller than the result is surrounded with zeros.</summary>
/// <remarks>
/// Of an image or a <see cref="Resize"/> before it, no more is converted or computed than is kept. Immutable, thread-safe. Any number of
/// channels.
/// </remarks>
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
        // Of a resize that waits, no more than this crop keeps.
        view.Narrow(PlaneGeometry.Center(view.Shape, _height, _width));
        ViewShape from = view.Shape;
        ViewShape to = new(from.Channels, _height, _width);
        if (from == to)
            return;
        if (view.Source is { } image)
            CutFromSource(view, image, to);
        else
            CutFromPixels(view, to);
        view.Commit(to);
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(CenterCrop), ("height", _height), ("width", _width));

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();

    private static void CutFromSource(View view, Image image, ViewShape to)
    {
        CropBox box = PlaneGeometry.Center(view.Shape, to.Height, to.Width);
        Span<float> result = view.Prepare(to);
        if ((box.Height, box.Width) == (to.Height, to.Width))
        {
            ImageConversion.ToPlanes(image, box, result);
            return;
        }

        // The image is smaller than the result, in part at least: what is cut out of it first is padded then.
        ViewShape cut = new(to.Channels, box.Height, box.Width);
        Span<float> inner = view.Scratch(cut.Length);
        ImageConversion.ToPlanes(image, box, inner);
        result.Clear();
        PlaneGeometry.CopyCentered(inner, cut, result, to);
    }

    private static void CutFromPixels(View view, ViewShape to)
    {
        ReadOnlySpan<float> source = view.Pixels;
        Span<float> result = view.Prepare(to);
        result.Clear();
        PlaneGeometry.CopyCentered(source, view.Shape, result, to);
    }
}

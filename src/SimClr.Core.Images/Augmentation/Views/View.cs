using SimClr.Core.Data;

namespace SimClr.Core.Augmentation;

/// <summary>
/// The working memory of one view: an image on its way through the augmentations, as float planes [C, H, W] with values in [0, 1].
/// </summary>
/// <remarks>
/// Begins as a reference to the source image; the samples are converted only when an operation asks for <see cref="Pixels"/>.
/// A crop that comes first reads <see cref="Source"/> directly, so only the cropped part is ever converted. A resize waits likewise: of
/// a resize and a crop, only what the crop keeps is computed. Buffers are kept and reused: once warm, making a view allocates nothing.
/// One instance serves one thread at a time.
/// </remarks>
public sealed class View
{
    private float[] _pixels = [];
    private float[] _spare = [];
    private float[] _scratch = [];
    private Image? _source;
    private PendingResize? _pending;

    /// <summary>Shape of the view as it is now.</summary>
    public ViewShape Shape { get; private set; }

    /// <summary>The untouched source image as long as no operation has changed or converted it; else null.</summary>
    public Image? Source => _pending is null ? _source : null;

    /// <summary>The values, [C, H, W]; converts the source image at first use. Valid until the next change of size.</summary>
    /// <exception cref="ArgumentException">The view was resized to more values than can be held.</exception>
    public Span<float> Pixels
    {
        get
        {
            Settle();
            if (_source is { } image)
            {
                Span<float> converted = Reserve(ref _pixels, Shape.Length);
                ImageConversion.ToPlanes(image, converted);
                _source = null;
            }

            return _pixels.AsSpan(0, Shape.Length);
        }
    }

    /// <summary>Whether the view began as an image of floats, whose scale nobody can know.</summary>
    internal bool IsOfFloats { get; private set; }

    /// <summary>One channel's values, [H, W].</summary>
    /// <param name="channel">In [0, C).</param>
    public Span<float> Plane(int channel)
    {
        int length = Shape.Height * Shape.Width;
        return Pixels.Slice(channel * length, length);
    }

    /// <summary>Starts over with a source image.</summary>
    public void Reset(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _source = image;
        _pending = null;
        IsOfFloats = image.SampleType == SampleType.Float32;
        Shape = new ViewShape(image.Channels, image.Height, image.Width);
    }

    /// <summary>
    /// A buffer for the result of an operation that cannot work in place or changes the size; undefined content until written.
    /// <see cref="Commit"/> makes it the view's content. Until then the present content stays readable.
    /// </summary>
    public Span<float> Prepare(ViewShape shape)
    {
        Settle();
        return Reserve(ref _spare, shape.Length);
    }

    /// <summary>Makes the buffer of the last <see cref="Prepare"/> the content.</summary>
    /// <param name="shape">The same shape as given to <see cref="Prepare"/>.</param>
    public void Commit(ViewShape shape)
    {
        if (_spare.Length < shape.Length)
            throw new InvalidOperationException($"Commit of {shape} without Prepare of that shape.");
        (_pixels, _spare) = (_spare, _pixels);
        Shape = shape;
        _source = null;
        _pending = null;
    }

    /// <summary>Working memory for one operation's intermediate values; undefined content.</summary>
    /// <param name="length">Number of floats.</param>
    public Span<float> Scratch(int length)
    {
        Settle();
        return Reserve(ref _scratch, length);
    }

    /// <summary>Writes the view's values to a destination in the given layout.</summary>
    /// <param name="destination">At least <see cref="ViewShape.Length"/> floats.</param>
    /// <param name="layout">Planar [C, H, W] or interleaved [H, W, C].</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<float> destination, PixelLayout layout)
    {
        Settle();
        if (destination.Length < Shape.Length)
        {
            throw new ArgumentException(
                $"A view {Shape} has {Shape.Length} values, but the destination holds {destination.Length}.",
                nameof(destination));
        }

        ReadOnlySpan<float> pixels = Pixels;
        if (layout == PixelLayout.Planar || Shape.Channels == 1)
            pixels.CopyTo(destination);
        else
            ImageConversion.Interleave(pixels, Shape, destination);
    }

    /// <summary>Resizes the view when its pixels are asked for, so that a crop before that spares the rest.</summary>
    internal void ResizeLater(ViewShape shape, ResizeInterpolation interpolation)
    {
        Settle();
        _pending = new PendingResize(Shape, shape, interpolation);
        Shape = shape;
    }

    /// <summary>Allows the view to leave out all but a part. It does where that spares work, and else stays as it is.</summary>
    /// <param name="box">The part that is still wanted, inside the view.</param>
    /// <returns>Where the part is afterwards.</returns>
    internal CropBox Narrow(CropBox box)
    {
        if (_pending is not { } resize)
            return box;
        _pending = null;
        Shape = resize.From;
        resize.Run(this, box);
        return CropBox.Whole(Shape);
    }

    private void Settle()
    {
        if (_pending is not null)
            Narrow(CropBox.Whole(Shape));
    }

    private static Span<float> Reserve(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<float>(length);
        return buffer.AsSpan(0, length);
    }
}

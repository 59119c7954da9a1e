using SimClr.Core.Data;

namespace SimClr.Core.Augmentation;

/// <summary>
/// The working memory of one view: an image on its way through the augmentations, as float planes [C, H, W] with values in [0, 1].
/// </summary>
/// <remarks>
/// Begins as a reference to the source image; the samples are converted only when an operation asks for <see cref="Pixels"/>.
/// A crop that comes first reads <see cref="Source"/> directly, so only the cropped part is ever converted. Buffers are kept and reused:
/// once warm,
/// making a view allocates nothing. One instance serves one thread at a time.
/// </remarks>
public sealed class View
{
    private float[] _pixels = [];
    private float[] _spare = [];
    private float[] _scratch = [];

    /// <summary>Shape of the view as it is now.</summary>
    public ViewSize Size { get; private set; }

    /// <summary>The untouched source image as long as no operation has changed or converted it; else null.</summary>
    public Image? Source { get; private set; }

    /// <summary>The values, [C, H, W]; converts the source image at first use. Valid until the next change of size.</summary>
    public Span<float> Pixels
    {
        get
        {
            if (Source is { } image)
            {
                Span<float> converted = Reserve(ref _pixels, Size.Length);
                ImageConversion.ToPlanes(image, converted);
                Source = null;
            }

            return _pixels.AsSpan(0, Size.Length);
        }
    }

    /// <summary>One channel's values, [H, W].</summary>
    /// <param name="channel">In [0, C).</param>
    public Span<float> Plane(int channel)
    {
        int length = Size.Height * Size.Width;
        return Pixels.Slice(channel * length, length);
    }

    /// <summary>Starts over with a source image.</summary>
    public void Reset(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Source = image;
        Size = new ViewSize(image.Channels, image.Height, image.Width);
    }

    /// <summary>
    /// A buffer for the result of an operation that cannot work in place or changes the size; undefined content until written.
    /// <see cref="Commit"/> makes it the view's content. Until then the present content stays readable.
    /// </summary>
    public Span<float> Prepare(ViewSize size) => Reserve(ref _spare, size.Length);

    /// <summary>Makes the buffer of the last <see cref="Prepare"/> the content.</summary>
    /// <param name="size">The same size as given to <see cref="Prepare"/>.</param>
    public void Commit(ViewSize size)
    {
        if (_spare.Length < size.Length)
            throw new InvalidOperationException($"Commit of {size} without Prepare of that size.");
        (_pixels, _spare) = (_spare, _pixels);
        Size = size;
        Source = null;
    }

    /// <summary>Working memory for one operation's intermediate values; undefined content.</summary>
    /// <param name="length">Number of floats.</param>
    public Span<float> Scratch(int length) => Reserve(ref _scratch, length);

    /// <summary>Writes the view's values to a destination in the given layout.</summary>
    /// <param name="destination">At least <see cref="ViewSize.Length"/> floats.</param>
    /// <param name="layout">Planar [C, H, W] or interleaved [H, W, C].</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<float> destination, PixelLayout layout)
    {
        if (destination.Length < Size.Length)
        {
            throw new ArgumentException(
                $"A view {Size} has {Size.Length} values, but the destination holds {destination.Length}.",
                nameof(destination));
        }

        ReadOnlySpan<float> pixels = Pixels;
        if (layout == PixelLayout.Planar || Size.Channels == 1)
            pixels.CopyTo(destination);
        else
            ImageConversion.Interleave(pixels, Size, destination);
    }

    private static Span<float> Reserve(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<float>(length);
        return buffer.AsSpan(0, length);
    }
}

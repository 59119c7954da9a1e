using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Options of <see cref="ImageFileSource"/>.</summary>
public sealed class ImageFileOptions
{
    /// <summary>The classes by label; null, the default, numbers them up to the highest label.</summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>What becomes of files that cannot be decoded; an error by default.</summary>
    [Defined]
    public UnreadableImages UnreadableImages { get; set; } = UnreadableImages.Throw;

    /// <summary>
    /// Whether every file is decoded once at opening even if it is not kept in memory, so that damage behind a sound header shows then;
    /// false by default, because it reads everything.
    /// </summary>
    public bool VerifyPixels { get; set; }

    /// <summary>Channels of the images; RGB by default.</summary>
    [Defined]
    public ImageChannels Channels { get; set; } = ImageChannels.Rgb;

    /// <summary>
    /// Whether PNG and TIFF files of 16 bits a sample are decoded to 16-bit numbers, the default (<see cref="SampleDepth.AsStored"/>), or to
    /// bytes.
    /// </summary>
    [Defined]
    public SampleDepth SampleDepth { get; set; } = SampleDepth.AsStored;

    /// <summary>
    /// Most pixels of an image, checked before it is decoded; 100 million by default. Decoding takes 4 bytes a pixel
    /// and thread, of 16-bit and TIFF files up to 16.
    /// </summary>
    [InRange(1, 500_000_000)]
    public int MaximumPixels { get; set; } = 100_000_000;

    /// <summary>Most bytes of a file, checked before it is read; 256 MiB by default.</summary>
    [InRange(1, 1 << 30)]
    public int MaximumFileBytes { get; set; } = 256 << 20;

    /// <summary>
    /// Lets the codec scale large photographs down while it decodes them, as <see cref="ImageFolderOptions.MinimumDecodeSide"/> says. Null,
    /// the default, decodes every image at its own size. Range 1 to 65,536.
    /// </summary>
    [InRange(1, 65_536)]
    public int? MinimumDecodeSide { get; set; }

    /// <summary>
    /// Memory for decoded images in bytes; 512 MiB by default, 0 for none. Where all images fit, they are decoded at opening and kept; where
    /// not, each read decodes its file.
    /// </summary>
    [InRange(0, long.MaxValue)]
    public long CacheBytes { get; set; } = 512 << 20;

    /// <summary>The same as a folder's options.</summary>
    internal ImageFolderOptions OfFolder() => new()
    {
        UnreadableImages = UnreadableImages,
        VerifyPixels = VerifyPixels,
        Channels = Channels,
        SampleDepth = SampleDepth,
        MaximumPixels = MaximumPixels,
        MaximumFileBytes = MaximumFileBytes,
        MinimumDecodeSide = MinimumDecodeSide,
        CacheBytes = CacheBytes,
    };
}

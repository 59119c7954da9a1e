using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>How picture files are decoded, and how large they may be.</summary>
/// <remarks>
/// For <see cref="Image.Load"/> and <see cref="Image.Decode(ReadOnlySpan{byte}, ImageDecodingOptions?)"/>; sources of files hold one as
/// <see cref="ImageFileOptions.Decoding"/>.
/// </remarks>
public sealed class ImageDecodingOptions
{
    /// <summary>Channels of the image; RGB by default.</summary>
    [Defined]
    public ImageChannels Channels { get; set; } = ImageChannels.Rgb;

    /// <summary>
    /// Whether PNG and TIFF files of 16 bits a sample are decoded to 16-bit numbers, the default (<see cref="SampleDepth.AsStored"/>), or to
    /// bytes.
    /// </summary>
    [Defined]
    public SampleDepth SampleDepth { get; set; } = SampleDepth.AsStored;

    /// <summary>
    /// Most pixels of an image, checked before it is decoded; 100 million by default. Range 1 to 500 million. Decoding takes 4 bytes a pixel
    /// and thread, of 16-bit and TIFF files up to 24.
    /// </summary>
    [InRange(1, 500_000_000)]
    public int MaximumPixels { get; set; } = 100_000_000;

    /// <summary>Most bytes of a file, checked before it is read, and of a stream; 256 MiB by default. Range 1 to 1 GiB.</summary>
    [InRange(1, 1 << 30)]
    public int MaximumFileBytes { get; set; } = 256 << 20;

    /// <summary>
    /// Lets the codec scale large photographs down while it decodes them, which is much less work: to the smallest number of eighths whose
    /// sides are both at least this many pixels (JPEG; formats that cannot are decoded whole). Twice the side of the views is a good
    /// choice. Null, the default, decodes every image at its own size. Range 1 to 65,536.
    /// </summary>
    [InRange(1, 65_536)]
    public int? MinimumDecodeSide { get; set; }

    internal ImageDecodingOptions Copy() => (ImageDecodingOptions)MemberwiseClone();
}

using SimClr.Core.Data.Folders;
using SimClr.Core.Files;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>
/// A decoded image: bytes, 16-bit numbers or floats, any number of channels, interleaved or planar. It borrows the memory that it is given.
/// </summary>
/// <remarks>Immutable as long as nobody writes to the borrowed memory; may be read by any number of threads.</remarks>
public sealed class Image
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<ushort> _words;
    private readonly ReadOnlyMemory<float> _floats;

    private Image(SampleType sampleType, int width, int height, int channels, PixelLayout layout, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        long expected = (long)width * height * channels;
        if (samples != expected)
            throw new ArgumentException($"An image of {width} x {height} pixels and {channels} channels has {expected} samples, but {samples} were given.", nameof(samples));
        (SampleType, Width, Height, Channels, Layout) = (sampleType, width, height, channels, layout);
    }

    /// <summary>Wraps 8-bit samples.</summary>
    /// <param name="samples">width * height * channels bytes, borrowed.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">Channels, at least 1 (1 gray, 3 red green blue, else whatever they are).</param>
    /// <param name="layout">Order of the samples.</param>
    /// <exception cref="ArgumentException">The number of samples does not match.</exception>
    public Image(ReadOnlyMemory<byte> samples, int width, int height, int channels, PixelLayout layout = PixelLayout.Interleaved)
        : this(SampleType.UInt8, width, height, channels, layout, samples.Length) => _bytes = samples;

    /// <summary>Wraps 16-bit samples; 65535 is full intensity.</summary>
    /// <inheritdoc cref="Image(ReadOnlyMemory{byte}, int, int, int, PixelLayout)"/>
    public Image(ReadOnlyMemory<ushort> samples, int width, int height, int channels, PixelLayout layout = PixelLayout.Interleaved)
        : this(SampleType.UInt16, width, height, channels, layout, samples.Length) => _words = samples;

    /// <summary>
    /// Wraps single-precision samples; 1 is full intensity. Divide values of 0 to 255 by 255: operations that clip refuse them as they are.
    /// </summary>
    /// <inheritdoc cref="Image(ReadOnlyMemory{byte}, int, int, int, PixelLayout)"/>
    public Image(ReadOnlyMemory<float> samples, int width, int height, int channels, PixelLayout layout = PixelLayout.Interleaved)
        : this(SampleType.Float32, width, height, channels, layout, samples.Length) => _floats = samples;

    /// <summary>Type of the samples.</summary>
    public SampleType SampleType { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Number of channels.</summary>
    public int Channels { get; }

    /// <summary>Order of the samples in memory.</summary>
    public PixelLayout Layout { get; }

    /// <summary>The samples of an image of <see cref="SampleType.UInt8"/>; empty for others.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The samples of an image of <see cref="SampleType.UInt16"/>; empty for others.</summary>
    public ReadOnlySpan<ushort> UInt16Samples => _words.Span;

    /// <summary>The samples of an image of <see cref="SampleType.Float32"/>; empty for others.</summary>
    public ReadOnlySpan<float> Floats => _floats.Span;

    /// <summary>Reads a picture: JPEG, PNG, GIF, BMP, WebP or TIFF, as an <see cref="ImageFolderSource"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Defaults where null.</param>
    /// <exception cref="ImageReadException">The file cannot be read, is no picture, damaged or too large.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static Image Load(string path, ImageDecodingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Decoder(options).Decode(Path.GetFullPath(path));
    }

    /// <summary>Reads a picture from the bytes of its file.</summary>
    /// <param name="bytes">All of the file.</param>
    /// <param name="options">Defaults where null.</param>
    /// <exception cref="ImageReadException">The bytes are no picture, damaged or too many.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static Image Decode(ReadOnlySpan<byte> bytes, ImageDecodingOptions? options = null) => Decoder(options).Decode(bytes, "the bytes of the image");

    /// <summary>Reads a picture from a stream, from where it stands to its end.</summary>
    /// <param name="stream">Readable; not disposed. No more than <see cref="ImageDecodingOptions.MaximumFileBytes"/> are read.</param>
    /// <param name="options">Defaults where null.</param>
    /// <exception cref="ImageReadException">The stream holds no picture, a damaged one or too much, or cannot be read.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static Image Decode(Stream stream, ImageDecodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ImageFileDecoder decoder = Decoder(options);
        byte[] bytes = ReadGuard.Run("the stream of the image", () => LimitedStream.ReadAll(stream, decoder.MaximumBytes));
        return decoder.Decode(bytes, "the stream of the image");
    }

    private static ImageFileDecoder Decoder(ImageDecodingOptions? options)
        => new(OptionsGuard.Validate(options ?? new ImageDecodingOptions(), new ImageDecodingOptionsValidator()).Copy());

    /// <inheritdoc/>
    public override string ToString() => $"{Width} x {Height}, {Channels} channel{(Channels == 1 ? "" : "s")}, {SampleType}, {Layout}";
}

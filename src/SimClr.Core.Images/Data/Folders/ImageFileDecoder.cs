using System.Buffers;
using Microsoft.Win32.SafeHandles;
using SimClr.Core.Data.Png;
using SimClr.Core.Data.Tiff;
using SimClr.Core.Files;
using SkiaSharp;

namespace SimClr.Core.Data.Folders;

/// <summary>
/// Reads image files: with Skia, but for TIFF files and the 16 bits of PNG files, which it does not read. Thread-safe: every call has its own native objects and disposes
/// them.
/// </summary>
/// <param name="options">Valid; nobody may change them afterwards.</param>
internal sealed class ImageFileDecoder(ImageDecodingOptions options)
{
    /// <summary>JPEG decodes to any number of eighths of its size, and leaves out the work for the rest.</summary>
    private const int ScaleSteps = 8;

    /// <summary>Enough for the header of nearly every file; the rest is read only if it is not.</summary>
    private const int HeaderBytes = 1 << 16;

    private const int BytesPerPixel = 4;

    /// <summary>Most bytes of a file.</summary>
    public int MaximumBytes => options.MaximumFileBytes;

    /// <summary>Reads the header only; gives what the image will be decoded to.</summary>
    /// <exception cref="ImageReadException">The file cannot be read, is no image, or too large.</exception>
    public PictureHeader Probe(string path) => ReadGuard.Run(path, () =>
    {
        using SafeFileHandle file = Open(path, out int length);
        return Probe(file, Math.Min(length, HeaderBytes), length);
    });

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ImageReadException">The file cannot be read, is no image, damaged or too large.</exception>
    public Image Decode(string path) => ReadGuard.Run(path, () =>
    {
        using SafeFileHandle file = Open(path, out int length);
        using SKData data = ReadStart(file, length);
        return Decode(data);
    });

    /// <summary>Decodes a file's bytes.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="name">What they are, for messages.</param>
    /// <exception cref="ImageReadException">They are no image, damaged or too large.</exception>
    public Image Decode(ReadOnlySpan<byte> bytes, string name)
    {
        // What runs in the guard cannot hold a span.
        using SKData data = SKData.CreateCopy(bytes);
        return ReadGuard.Run(name, () =>
        {
            CheckLength(data.Size);
            if (ImageSignature.Refusal(data.AsSpan()) is { } reason)
                throw new InvalidDataException(reason);
            return Decode(data);
        });
    }

    private Image Decode(SKData data)
    {
        if (TiffDecoder.IsTiff(data.AsSpan()))
            return DecodeTiff(data.AsSpan());
        using SKCodec? codec = SKCodec.Create(data);
        ImageSize size = DecodedSize(codec!, SizeOf(codec));
        SKEncodedOrigin? fromPng = codec!.EncodedFormat == SKEncodedImageFormat.Png ? PngOrientation.Of(data.AsSpan()) : null;
        SKEncodedOrigin origin = fromPng ?? codec.EncodedOrigin;
        return Keeps16Bits(data.AsSpan())
            ? ToImage(Png16Decoder.Decode(data.AsSpan(), size, origin))
            : DecodePixels(codec, size, origin);
    }

    private Image DecodeTiff(ReadOnlySpan<byte> file)
    {
        TiffLayout layout = TiffDecoder.Header(file, options.MaximumPixels);
        return layout.Bits == 8 ? ToImage(TiffDecoder.Decode8(file, layout)) : ToImage(TiffDecoder.Decode16(file, layout));
    }

    private Image ToImage(StoredPicture<byte> picture)
    {
        byte[] packed = picture.Pack(options.Channels, out OrientedWalk walk);
        return new Image(packed, walk.Width, walk.Height, (int)(packed.Length / picture.Size.Pixels));
    }

    private Image ToImage(StoredPicture<ushort> picture)
    {
        ushort[] packed = picture.Pack(options.Channels, out OrientedWalk walk);
        int channels = (int)(packed.Length / picture.Size.Pixels);
        if (options.SampleDepth == SampleDepth.AsStored)
            return new Image(packed, walk.Width, walk.Height, channels);
        // Rounded: 65535 is to 16 bits what 255 is to 8, and the ratio is 257.
        return new Image(Array.ConvertAll(packed, value => (byte)((value + 128) / 257)), walk.Width, walk.Height, channels);
    }

    private PictureHeader Probe(SafeFileHandle file, int first, int length)
    {
        using SKData start = ReadStart(file, first);
        if (TiffDecoder.IsTiff(start.AsSpan()))
            return ProbeTiff(file, start.AsSpan(), length);
        using SKCodec? codec = SKCodec.Create(start);
        if (codec is null && first < length)
            return Probe(file, length, length);
        ImageSize size = DecodedSize(codec!, SizeOf(codec));
        if (Keeps16Bits(start.AsSpan()))
            return new PictureHeader(size, Png16Decoder.Form(start.AsSpan()).ChannelsOf(options.Channels)!.Value, sizeof(ushort));
        return new PictureHeader(size, PixelPacking.SamplesPerPixel(options.Channels, codec!), sizeof(byte));
    }

    // A directory may stand anywhere in the file, mostly at its end.
    private PictureHeader ProbeTiff(SafeFileHandle file, ReadOnlySpan<byte> start, int length)
    {
        if (start.Length < length)
        {
            using SKData all = ReadStart(file, length);
            return ProbeTiff(file, all.AsSpan(), length);
        }

        TiffLayout layout = TiffDecoder.Header(start, options.MaximumPixels);
        int channels = layout.Form.ChannelsOf(options.Channels) ?? throw new InvalidDataException(layout.Form.Refusal);
        return new PictureHeader(layout.Size, channels, options.SampleDepth == SampleDepth.AsStored ? layout.Bits / 8 : 1);
    }

    private bool Keeps16Bits(ReadOnlySpan<byte> file) => options.SampleDepth == SampleDepth.AsStored && Png16Decoder.Is16Bit(file);

    private SafeFileHandle Open(string path, out int length)
    {
        long size = FileStart.SizeOf(new FileInfo(path));
        CheckLength(size);
        length = (int)size;
        return File.OpenHandle(path);
    }

    private void CheckLength(long size)
    {
        if (size == 0)
            throw new InvalidDataException("the file is empty.");
        if (size > options.MaximumFileBytes)
            throw new InvalidDataException($"the file has {size} bytes, more than the {options.MaximumFileBytes} allowed.");
    }

    private static unsafe SKData ReadStart(SafeFileHandle file, int length)
    {
        SKData data = SKData.Create(length);
        try
        {
            Span<byte> bytes = new((void*)data.Data, length);
            int filled = FileStart.Read(file, bytes);
            // A file that shrank since its size was asked: the rest must not be what was in memory before.
            bytes[filled..].Clear();
            return ImageSignature.Refusal(bytes) is { } reason ? throw new InvalidDataException(reason) : data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private ImageSize SizeOf(SKCodec? codec)
    {
        if (codec is null)
            throw new InvalidDataException("the header is damaged or of an unknown kind.");
        ImageSize size = new(codec.Info.Width, codec.Info.Height);
        if (size.Width < 1 || size.Height < 1)
            throw new InvalidDataException($"an image of {size} pixels has none.");
        if (size.Pixels > options.MaximumPixels)
            throw new InvalidDataException($"{size} pixels are more than the {options.MaximumPixels} allowed.");
        return size;
    }

    /// <summary>The smallest size that the codec can scale to while decoding whose sides are not below the least one asked for.</summary>
    private ImageSize DecodedSize(SKCodec codec, ImageSize full)
    {
        for (int eighths = 1; options.MinimumDecodeSide is { } least && eighths < ScaleSteps; eighths++)
        {
            SKSizeI scaled = codec.GetScaledDimensions((float)eighths / ScaleSteps);
            if (Math.Min(scaled.Width, scaled.Height) >= least)
                return new ImageSize(scaled.Width, scaled.Height);
        }

        return full;
    }

    private unsafe Image DecodePixels(SKCodec codec, ImageSize size, SKEncodedOrigin origin)
    {
        int bytes = checked((int)(size.Pixels * BytesPerPixel));
        byte[] pixels = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            SKImageInfo form = new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
            SKCodecResult result;
            fixed (byte* start = pixels)
                result = codec.GetPixels(form, (IntPtr)start);
            if (result != SKCodecResult.Success)
                throw new InvalidDataException($"the image is damaged or incomplete ({result}).");
            return PixelPacking.Pack(pixels.AsSpan(0, bytes), size, origin, PixelPacking.SamplesPerPixel(options.Channels, codec));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}

using SimClr.Core.Data.Folders;
using SkiaSharp;

namespace SimClr.Core.Data.Tiff;

/// <summary>How the pixels of a TIFF file are stored, checked.</summary>
internal sealed record TiffLayout
{
    private const int Palette = 3;
    private const int YCbCr = 6;

    private static readonly int[] Deflates = [8, 32946];

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not read.</exception>
    public TiffLayout(TiffDirectory directory)
    {
        Size = new ImageSize(Side(directory, TiffTag.ImageWidth), Side(directory, TiffTag.ImageLength));
        Samples = (int)Math.Min(directory.Number(TiffTag.SamplesPerPixel, 1), ushort.MaxValue);
        Photometric = (int)directory.Number(TiffTag.PhotometricInterpretation, -1);
        Compression = (int)directory.Number(TiffTag.Compression, 1);
        IsPlanar = directory.Number(TiffTag.PlanarConfiguration, 1) == 2 && Samples > 1;
        Predicts = (IsDeflated || IsLzw) && directory.Number(TiffTag.Predictor, 1) == 2;
        IsTiled = directory.Count(TiffTag.TileWidth) > 0;
        Block = IsTiled
            ? new ImageSize(Side(directory, TiffTag.TileWidth), Side(directory, TiffTag.TileLength))
            : Size with { Height = (int)Math.Clamp(directory.Number(TiffTag.RowsPerStrip, Size.Height), 1, Size.Height) };
        Bits = BitsOf(directory);
        TiffSupport.Check(directory, this);
        long extra = directory.Count(TiffTag.ExtraSamples);
        HasAlpha = extra > 0 && Samples > (IsColor ? 3 : 1) && directory.At(TiffTag.ExtraSamples, extra - 1) is 1 or 2;
        IsPremultiplied = HasAlpha && directory.At(TiffTag.ExtraSamples, extra - 1) == 1;
        Origin = directory.Number(TiffTag.Orientation, 1) is >= 1 and <= 8 and long origin ? (SKEncodedOrigin)origin : SKEncodedOrigin.TopLeft;
    }

    public ImageSize Size { get; }

    /// <summary>Samples of a pixel.</summary>
    public int Samples { get; }

    /// <summary>Bits of a sample: 8 or 16.</summary>
    public int Bits { get; }

    public int Photometric { get; }

    public int Compression { get; }

    /// <summary>Whether each channel has blocks of its own.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether samples are stored as differences to those of the pixel before.</summary>
    public bool Predicts { get; }

    public bool IsTiled { get; }

    /// <summary>The size of a tile, or of a strip.</summary>
    public ImageSize Block { get; }

    public SKEncodedOrigin Origin { get; }

    public bool IsDeflated => Deflates.Contains(Compression);

    public bool IsLzw => Compression == 5;

    public bool IsJpeg => Compression == 7;

    public bool IsPalette => Photometric == Palette;

    public bool IsYCbCr => Photometric == YCbCr;

    /// <summary>Whether 0 is white.</summary>
    public bool IsInverted => Photometric == 0;

    /// <summary>Samples of a pixel within one block.</summary>
    public int BlockSamples => IsPlanar ? 1 : Samples;

    /// <summary>Bytes of a decoded block.</summary>
    public long BlockBytes => Block.Pixels * BlockSamples * (Bits / 8);

    /// <summary>Bytes of all samples, as they are stored.</summary>
    public long SampleBytes => Size.Pixels * Samples * (Bits / 8);

    /// <summary>What the samples mean; those of a palette once their colors are looked up.</summary>
    public SampleForm Form => IsPalette
        ? new SampleForm(3, IsColor: true, HasAlpha: false, Blends: false)
        : new SampleForm(Samples, IsColor, HasAlpha, HasAlpha && !IsPremultiplied);

    private bool IsColor => Photometric == 2 || IsYCbCr;

    private bool HasAlpha { get; }

    private bool IsPremultiplied { get; }

    private static int Side(TiffDirectory directory, TiffTag tag) => directory.Number(tag, 0) is >= 1 and <= int.MaxValue and long side
        ? (int)side
        : throw new InvalidDataException($"the header is damaged: {tag} is {directory.Number(tag, 0)}.");

    // Writers leave the number out that all samples share, or give it once.
    private int BitsOf(TiffDirectory directory)
    {
        long first = directory.Number(TiffTag.BitsPerSample, 1);
        for (long sample = 1; sample < Math.Min(Samples, directory.Count(TiffTag.BitsPerSample)); sample++)
            if (directory.At(TiffTag.BitsPerSample, sample) != first)
                throw new InvalidDataException("its channels have different numbers of bits, which is not read.");
        return (int)first;
    }
}

namespace SimClr.Core.Data.Tiff;

/// <summary>Which TIFF files are read.</summary>
internal static class TiffSupport
{
    private static readonly Dictionary<int, string> Compressions = new()
    {
        [2] = "CCITT", [3] = "CCITT group 3", [4] = "CCITT group 4", [6] = "old JPEG", [34712] = "JPEG 2000", [34892] = "lossy JPEG",
        [34925] = "LZMA", [50000] = "Zstandard", [50001] = "WebP", [52546] = "JPEG XL",
    };

    private static readonly Dictionary<int, string> Photometrics = new()
    {
        [4] = "a transparency mask", [5] = "CMYK", [6] = "YCbCr without JPEG", [8] = "CIE L*a*b*", [32803] = "a raw camera image", [34892] = "a raw camera image",
    };

    /// <exception cref="InvalidDataException">The file is of a kind that is not read; the message names it.</exception>
    public static void Check(TiffDirectory directory, TiffLayout layout)
    {
        string? problem = Camera(directory) ?? Kind(layout) ?? Samples(directory, layout);
        if (problem is not null)
            throw new InvalidDataException($"{problem}, which is not read.");
    }

    private static string? Camera(TiffDirectory directory)
        => directory.Count(TiffTag.DngVersion) > 0 ? "the file is a raw camera image (DNG)"
        : (directory.Number(TiffTag.NewSubfileType, 0) & 1) != 0 ? "the file's first picture is the preview of another one, as in raw camera images"
        : null;

    private static string? Kind(TiffLayout layout)
    {
        if (layout.Compression is not (1 or 32773) && !layout.IsLzw && !layout.IsDeflated && !layout.IsJpeg)
            return $"the compression of the TIFF is {Compressions.GetValueOrDefault(layout.Compression, "of an unknown kind")} ({layout.Compression})";
        if (layout.Photometric is not (>= 0 and <= 3) && !(layout.IsYCbCr && layout.IsJpeg))
            return $"the TIFF is {Photometrics.GetValueOrDefault(layout.Photometric, "of an unknown kind")} (photometric interpretation {layout.Photometric})";
        return layout.Bits is 8 or 16 ? null : $"the TIFF has {layout.Bits} bits a sample instead of 8 or 16";
    }

    private static string? Samples(TiffDirectory directory, TiffLayout layout)
    {
        if (directory.Number(TiffTag.SampleFormat, 1) is not (1 or 4) and long format)
            return format == 3 ? "the TIFF's samples are floating-point numbers" : $"the TIFF's samples are of format {format}";
        if (directory.Number(TiffTag.FillOrder, 1) != 1)
            return "the TIFF has its bits in reverse order";
        if ((layout.IsLzw || layout.IsDeflated) && directory.Number(TiffTag.Predictor, 1) is not (1 or 2) and long predictor)
            return $"the TIFF has the predictor {predictor}";
        if (layout.Photometric is 2 or 6 ? layout.Samples < 3 : layout.Samples < 1)
            return $"the TIFF is colored with {layout.Samples} samples a pixel";
        if (layout.IsPalette && (layout.Samples != 1 || layout.Bits != 8))
            return $"the TIFF has a palette and {layout.Samples} samples of {layout.Bits} bits a pixel";
        return layout.IsJpeg && (layout.Bits != 8 || layout.IsPlanar || layout.IsPalette || layout.Samples is not (1 or 3))
            ? "the TIFF's JPEG compression is of anything but gray or color of 8 bits"
            : null;
    }
}

using System.Collections.Frozen;

namespace SimClr.Core.Data.Folders;

/// <summary>The endings by which files count as pictures, in any case. What a picture is made of, its content decides.</summary>
internal static class PictureEndings
{
    private static readonly FrozenSet<string> Read = Set(
        ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".pjpeg", ".pjp", ".png", ".apng", ".gif", ".bmp", ".webp",
        ".tif", ".tiff");

    private static readonly FrozenSet<string> Others = Set(
        ".dib", ".avif", ".avifs", ".heic", ".heif", ".hif", ".jxl", ".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx",
        ".ico", ".cur", ".tga", ".pcx", ".pnm", ".pbm", ".pgm", ".ppm", ".pam", ".pfm", ".qoi", ".psd", ".exr", ".dds", ".wbmp", ".dcm");

    private static readonly FrozenSet<string> Raw = Set(
        ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf", ".pef", ".srw");

    /// <summary>The common endings that are looked for, in words.</summary>
    public const string Common = ".jpg, .jpeg, .png, .gif, .bmp, .webp, .tif and the like";

    /// <summary>Whether the ending is one of a format that is read: if the content is not, the file is damaged.</summary>
    public static bool AreRead(string ending) => Read.Contains(ending);

    /// <summary>Whether the ending is a picture's at all.</summary>
    public static bool ArePictures(string ending) => Read.Contains(ending) || Others.Contains(ending) || AreRaw(ending);

    /// <summary>Whether the ending is a raw camera image's.</summary>
    public static bool AreRaw(string ending) => Raw.Contains(ending);

    private static FrozenSet<string> Set(params string[] endings) => endings.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}

using Microsoft.Win32.SafeHandles;
using SimClr.Core.Data.Tiff;
using SimClr.Core.Files;

namespace SimClr.Core.Data.Folders;

/// <summary>The first bytes of picture formats. Only files of the formats that are read reach a decoder.</summary>
internal static class ImageSignature
{
    /// <summary>Bytes that <see cref="Refusal(ReadOnlySpan{byte})"/> looks at.</summary>
    public const int Length = 16;

    /// <summary>The formats that are read, in words.</summary>
    public const string Formats = "JPEG, PNG, GIF, BMP, WebP or TIFF";

    private const int RiffTag = 8;
    private const int BoxTag = 4;

    public static bool IsRead(ReadOnlySpan<byte> start)
        => start.StartsWith<byte>([0xFF, 0xD8, 0xFF])
        || start.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || start.StartsWith("GIF87a"u8)
        || start.StartsWith("GIF89a"u8)
        || start.StartsWith("BM"u8)
        || TiffDecoder.IsTiff(start)
        || (start.StartsWith("RIFF"u8) && HasAt(start, RiffTag, "WEBP"u8));

    /// <summary>Why a file with these first bytes is not read; null if it is.</summary>
    public static string? Refusal(ReadOnlySpan<byte> start) => IsRead(start) ? null
        : NameOfOther(start) is { } other ? $"the file is a {other} image, which is not read; convert it to {Formats}."
        : $"the file is not a {Formats} image.";

    /// <summary>Why a file's content is not read; null if it is of a format that is, or if only decoding can tell.</summary>
    public static string? Refusal(FileInfo file)
    {
        try
        {
            if (FileStart.SizeOf(file) == 0)
                return "the file is empty.";
            using SafeFileHandle handle = File.OpenHandle(file.FullName);
            Span<byte> start = stackalloc byte[Length];
            start = start[..FileStart.Read(handle, start)];
            // Most raw files are TIFF files whose first picture is a preview.
            return TiffDecoder.IsTiff(start) && PictureEndings.AreRaw(file.Extension)
                ? $"the file is a raw camera image, which is not read; convert it to {Formats}."
                : Refusal(start);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? NameOfOther(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8))
            return "BigTIFF";
        if (HasAt(start, BoxTag, "ftypavi"u8))
            return "AVIF";
        if (HasAt(start, BoxTag, "ftyphe"u8) || HasAt(start, BoxTag, "ftypmif1"u8) || HasAt(start, BoxTag, "ftypmsf1"u8))
            return "HEIC";
        if (HasAt(start, BoxTag, "JXL "u8) || start.StartsWith<byte>([0xFF, 0x0A]))
            return "JPEG XL";
        if (HasAt(start, BoxTag, "jP  "u8) || start.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]))
            return "JPEG 2000";
        if (start.StartsWith<byte>([0, 0, 1, 0]) || start.StartsWith<byte>([0, 0, 2, 0]))
            return "Windows icon";
        return start.StartsWith("8BPS"u8) ? "Photoshop" : null;
    }

    private static bool HasAt(ReadOnlySpan<byte> start, int at, ReadOnlySpan<byte> tag) => start.Length > at && start[at..].StartsWith(tag);
}

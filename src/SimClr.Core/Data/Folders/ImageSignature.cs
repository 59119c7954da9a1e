namespace SimClr.Core.Data.Folders;

/// <summary>The first bytes of the formats that are read; nothing else reaches a decoder.</summary>
internal static class ImageSignature
{
    private const int WebpTag = 8;

    public static bool IsKnown(ReadOnlySpan<byte> start)
        => start.StartsWith<byte>([0xFF, 0xD8, 0xFF])
        || start.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || start.StartsWith("BM"u8)
        || (start.StartsWith("RIFF"u8) && start.Length > WebpTag && start[WebpTag..].StartsWith("WEBP"u8));
}

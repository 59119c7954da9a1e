using Microsoft.Win32.SafeHandles;

namespace SimClr.Core.Files;

/// <summary>The size and the first bytes of files.</summary>
internal static class FileStart
{
    /// <summary>Of a link, the size of what it leads to; 0 of pipes and devices.</summary>
    /// <remarks>Asked before a file is opened, because opening a pipe would wait for its writer.</remarks>
    public static long SizeOf(FileInfo file)
    {
        bool isLink = file.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return isLink && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
    }

    /// <summary>Fills as much of the buffer as the file has.</summary>
    /// <returns>Number of bytes read.</returns>
    public static int Read(SafeFileHandle file, Span<byte> bytes)
    {
        int filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(file, bytes[filled..], filled) is > 0 and int read)
            filled += read;
        return filled;
    }
}

using Microsoft.Win32.SafeHandles;

namespace SimClr.Core.Data.Folders;

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

    /// <summary>Why a file's content is not read; null if it is of a format that is, or if only decoding can tell.</summary>
    public static string? Refusal(FileInfo file)
    {
        try
        {
            if (SizeOf(file) == 0)
                return "the file is empty.";
            using SafeFileHandle handle = File.OpenHandle(file.FullName);
            Span<byte> start = stackalloc byte[ImageSignature.Length];
            return ImageSignature.Refusal(start[..Read(handle, start)]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

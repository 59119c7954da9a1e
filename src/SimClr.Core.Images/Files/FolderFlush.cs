using System.Runtime.InteropServices;
using System.Text;

namespace SimClr.Core.Files;

/// <summary>Brings a folder's entries to the disk, so that a renamed file keeps its new name when the power fails.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0; // O_RDONLY
    private const int InputOutputError = 5; // EIO

    /// <summary>
    /// Does nothing on Windows, where a file system's journal does it, and for folders or file systems that cannot be flushed.
    /// </summary>
    /// <exception cref="IOException">The disk reports an error.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0)
            return;
        bool failed = Synchronize(descriptor) != 0 && Marshal.GetLastPInvokeError() == InputOutputError;
        _ = Close(descriptor);
        if (failed)
            throw new IOException($"The disk reported an error when the folder {folder} was flushed.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}

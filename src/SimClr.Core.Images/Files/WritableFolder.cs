namespace SimClr.Core.Files;

/// <summary>Finds out whether files can be written to a folder before there is anything to write.</summary>
internal static class WritableFolder
{
    /// <summary>Creates the folder where it is missing.</summary>
    /// <exception cref="IOException">That fails, for instance because it is a file.</exception>
    /// <exception cref="UnauthorizedAccessException">That is not allowed.</exception>
    public static void Create(string folder)
    {
        if (PathProblem.OfNewFolder(folder) is { } problem)
            throw new IOException($"{folder}: expected a folder, but {problem}.");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Creates the folder where it is missing, writes a small file into it and deletes that again.</summary>
    /// <exception cref="IOException">That fails.</exception>
    /// <exception cref="UnauthorizedAccessException">That is not allowed.</exception>
    public static void Require(string folder)
    {
        Create(folder);
        string probe = Path.Combine(folder, $"write-probe-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
        using FileStream stream = new(probe, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        // A full disk still takes an empty file.
        stream.WriteByte(0);
        stream.Flush(flushToDisk: true);
    }
}

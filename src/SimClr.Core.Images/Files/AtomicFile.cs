namespace SimClr.Core.Files;

/// <summary>Replaces a file as a whole or not at all, even where the process or the machine stops in between.</summary>
internal static class AtomicFile
{
    /// <summary>What an unfinished file's name ends with.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes beside the file, flushes to the disk, renames, and flushes the folder.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the content. Where it throws, the unfinished file is deleted, and the old one stays as it is.</param>
    public static void Write(string path, Action<Stream> write)
    {
        (string target, FileStream stream) = Begin(path);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(stream.Name, target, overwrite: true);
        }
        catch
        {
            TryDelete(stream.Name);
            throw;
        }

        FolderFlush.Flush(Path.GetDirectoryName(target)!);
    }

    /// <inheritdoc cref="Write"/>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        (string target, FileStream stream) = Begin(path);
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(stream.Name, target, overwrite: true);
        }
        catch
        {
            TryDelete(stream.Name);
            throw;
        }

        FolderFlush.Flush(Path.GetDirectoryName(target)!);
    }

    // Opened outside the try block: what another writer has open is not ours to delete.
    private static (string Target, FileStream Stream) Begin(string path)
    {
        string target = Path.GetFullPath(path);
        return PathProblem.OfFile(target) is { } problem
            ? throw new IOException($"{target}: expected a file to write, but {problem}.")
            : (target, new FileStream(target + TemporarySuffix, FileMode.Create, FileAccess.Write, FileShare.None));
    }

    // Where the folder is gone or has become read-only, that must not hide why the writing failed.
    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}

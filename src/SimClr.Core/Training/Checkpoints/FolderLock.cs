namespace SimClr.Core.Training.Checkpoints;

/// <summary>
/// Keeps other trainings, of this process or another, out of a folder. The system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file that is held open; it goes with the lock. Left by a killed process, it locks nothing.</summary>
    public const string FileName = "in-use.lock";

    // What opening a file that another holds fails with on Linux (EAGAIN), macOS (EAGAIN) and Windows (ERROR_SHARING_VIOLATION).
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <returns>The lock; null where files cannot be created in the folder, which saving will say.</returns>
    /// <exception cref="CheckpointException">Another training uses the folder.</exception>
    public static FolderLock? Take(string folder)
    {
        try
        {
            string path = Path.Combine(folder, FileName);
            return new FolderLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
        }
        catch (IOException exception) when (HeldByAnother.Contains(exception.HResult))
        {
            throw new CheckpointException(
                $"{folder} is in use by another training ({FileName} is held): wait for its end, or choose another folder.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the lock's file is still where it was made.</summary>
    public bool IsThere => File.Exists(_file.Name);

    public void Dispose() => _file.Dispose();
}

namespace SimClr.Core.Data.Downloads;

/// <summary>Lets one caller at a time do something, among all processes that see a file.</summary>
internal static class ProcessLock
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until nobody else has the file open; created if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="waits">Called once if there is somebody to wait for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The holder disposes it.</returns>
    public static async Task<FileStream> AcquireAsync(string path, Action waits, CancellationToken cancellationToken)
    {
        for (bool told = false; ; told = true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryOpen(path) is { } held)
                return held;
            if (!told)
                waits();
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException failure) when (failure.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }
}

namespace SimClr.Core.Data;

/// <summary>Makes one kind of exception of everything that goes wrong with files.</summary>
internal static class ReadGuard
{
    /// <summary>Runs a reader.</summary>
    /// <param name="path">What is read, named in the message.</param>
    /// <param name="read">May throw <see cref="InvalidDataException"/> for what it finds wrong.</param>
    /// <exception cref="ImageReadException">It failed; the cause is the inner exception.</exception>
    public static T Run<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ImageReadException($"{path}: {failure.Message}", failure);
        }
    }
}

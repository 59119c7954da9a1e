using SimClr.Core.Files;

namespace SimClr.Core.Data;

/// <summary>Makes one kind of exception of everything that goes wrong with files.</summary>
internal static class ReadGuard
{
    /// <summary>Makes sure that there is a folder.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="what">What it should be, in words.</param>
    /// <exception cref="ImageReadException">There is none, or a file in its place.</exception>
    public static void RequireFolder(string path, string what)
    {
        if (PathProblem.OfFolder(path) is { } problem)
            throw new ImageReadException($"{path}: expected {what}, but {problem}.");
    }

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

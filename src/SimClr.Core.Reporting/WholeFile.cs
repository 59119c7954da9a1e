using SimClr.Core.Files;

namespace SimClr.Core.Reporting;

/// <summary>Writes files of a report.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file whole or not at all; creates its folder where needed.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        WritableFolder.Create(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, write);
    }
}

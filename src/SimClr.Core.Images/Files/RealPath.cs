namespace SimClr.Core.Files;

/// <summary>Paths without links in them.</summary>
internal static class RealPath
{
    /// <summary>As many as common kernels follow.</summary>
    private const int MostLinks = 40;

    /// <summary>Resolves every link on the way.</summary>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    public static string Of(string path)
    {
        int links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether a path leads to something below a folder; links in a circle lead nowhere.</summary>
    /// <param name="path">Any path.</param>
    /// <param name="realFolder">A path without links.</param>
    public static bool IsBelow(string path, string realFolder)
    {
        try
        {
            return Of(path).StartsWith(
                Path.TrimEndingDirectorySeparator(realFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Resolve(string path, ref int links)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        string entry = Path.Combine(Resolve(parent, ref links), Path.GetFileName(path));
        if (new FileInfo(entry).LinkTarget is not { } target)
            return entry;
        if (++links > MostLinks)
            throw new IOException($"{path}: too many links.");
        return Resolve(Path.GetFullPath(target, Path.GetDirectoryName(entry)!), ref links);
    }
}

namespace SimClr.Core.Files;

/// <summary>Words for a path at which there is something else than was expected.</summary>
internal static class PathProblem
{
    /// <summary>Why a path is no folder, for a sentence that has the path; null if it is one.</summary>
    public static string? OfFolder(string path) => Directory.Exists(path) ? null : OfNewFolder(path) ?? "there is no such folder";

    /// <summary>Why no folder can be made at a path, because it or what it should lie in is a file; null if neither is.</summary>
    public static string? OfNewFolder(string path)
    {
        for (string? part = path; part is not null; part = Path.GetDirectoryName(part))
            if (File.Exists(part))
                return $"{(part == path ? "it" : part)} is a file, not a folder";
        return null;
    }

    /// <summary>Why a path is no file; null if it is one, or nothing is there, which opening it will say.</summary>
    public static string? OfFile(string path) => Directory.Exists(path) ? "it is a folder, not a file" : null;
}

namespace SimClr.Core.Data.Folders;

/// <summary>What is in a folder, in words, for messages.</summary>
internal static class FolderSummary
{
    private const int MostNames = 5;

    public static string Of(string folder)
    {
        string[] folders = Names(Directory.GetDirectories(folder));
        string[] files = Names(Directory.GetFiles(folder));
        return folders.Length + files.Length == 0 ? "nothing: it is empty" : $"{Part("folder", folders)} and {Part("file", files)}";
    }

    private static string[] Names(string[] paths) => [.. paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Part(string kind, string[] names)
    {
        string list = names.Length == 0 ? "" : $" ({string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", ..." : "")})";
        return $"{names.Length} {kind}{(names.Length == 1 ? "" : "s")}{list}";
    }
}

namespace SimClr.Core.Data.Folders;

/// <summary>Finds the image files below a folder without leaving it.</summary>
internal sealed class ImageFolderWalker(string root)
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    private readonly string _realRoot = RealPath.Of(root);
    private readonly List<SkippedFile> _skipped = [];

    /// <summary>The endings that are looked for, in words.</summary>
    public static string ExtensionList { get; } = string.Join(", ", Extensions);

    /// <summary>Links that were not followed.</summary>
    public IReadOnlyList<SkippedFile> Skipped => _skipped;

    /// <summary>A sentence about links that were not followed, for messages about folders in which nothing was found.</summary>
    public static string Hint(IReadOnlyList<SkippedFile> links) => links.Count switch
    {
        0 => "",
        1 => $" A link was not followed: {links[0]}",
        _ => $" {links.Count} links were not followed, the first: {links[0]}",
    };

    /// <summary>The images directly in a folder, in any order.</summary>
    public IEnumerable<string> ImagesIn(string folder)
        => new DirectoryInfo(folder).EnumerateFiles("*", Visible).Where(file => IsImage(file) && IsInside(file))
            .Select(file => file.FullName);

    /// <summary>The folders directly in a folder, in any order.</summary>
    public IEnumerable<string> FoldersIn(string folder)
        => new DirectoryInfo(folder).EnumerateDirectories("*", Visible).Where(IsNoLink).Select(directory => directory.FullName);

    /// <summary>The images at any depth, in ordinal order of their paths.</summary>
    /// <remarks>The order is the same on every system, whatever separates its folders.</remarks>
    public string[] ImagesBelow(string folder)
        => [.. Walk(folder).OrderBy(image => image.Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal)];

    /// <summary>The images at any depth, in any order.</summary>
    public IEnumerable<string> Walk(string folder)
    {
        Stack<string> open = new([folder]);
        while (open.TryPop(out string? next))
        {
            foreach (string image in ImagesIn(next))
                yield return image;
            foreach (string inner in FoldersIn(next))
                open.Push(inner);
        }
    }

    private static bool IsImage(FileInfo file) => Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);

    private bool IsInside(FileInfo file)
    {
        if (!file.Attributes.HasFlag(FileAttributes.ReparsePoint) || RealPath.IsBelow(file.FullName, _realRoot))
            return true;
        _skipped.Add(new SkippedFile(file.FullName, "a link that leads out of the folder."));
        return false;
    }

    private bool IsNoLink(DirectoryInfo directory)
    {
        if (!directory.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return true;
        _skipped.Add(new SkippedFile(directory.FullName, "a link to a folder."));
        return false;
    }
}

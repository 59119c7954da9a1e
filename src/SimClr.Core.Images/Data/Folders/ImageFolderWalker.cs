using SimClr.Core.Files;

namespace SimClr.Core.Data.Folders;

/// <summary>Finds the image files below a folder without leaving it.</summary>
/// <param name="root">The folder.</param>
/// <param name="skipsLocked">Whether folders in it that may not be opened are left out and listed; else they are an error.</param>
internal sealed class ImageFolderWalker(string root, bool skipsLocked = false)
{
    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    private readonly string _realRoot = RealPath.Of(root);
    private readonly List<SkippedFile> _links = [];
    private readonly List<SkippedFile> _unread = [];

    /// <summary>Whether folders that may not be opened are left out.</summary>
    public bool SkipsLocked { get; } = skipsLocked;

    /// <summary>Links that were not followed, and folders that may not be opened.</summary>
    public IReadOnlyList<SkippedFile> Links => _links;

    /// <summary>Pictures by their endings whose content is of no format that is read.</summary>
    public IReadOnlyList<SkippedFile> Unread => _unread;

    /// <summary>A sentence about links that were not followed, for messages about folders in which nothing was found.</summary>
    public static string Hint(IReadOnlyList<SkippedFile> links) => links.Count switch
    {
        0 => "",
        1 => $" A link was not followed: {links[0]}",
        _ => $" {links.Count} links were not followed, the first: {links[0]}",
    };

    /// <summary>The images directly in a folder, in any order.</summary>
    public IEnumerable<string> ImagesIn(string folder)
        => new DirectoryInfo(folder).EnumerateFiles("*", Visible)
            .Where(file => PictureEndings.ArePictures(file.Extension) && IsInside(file) && IsRead(file)).Select(file => file.FullName);

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
            if (IsLocked(next))
                continue;
            foreach (string image in ImagesIn(next))
                yield return image;
            foreach (string inner in FoldersIn(next))
                open.Push(inner);
        }
    }

    /// <summary>Whether there are pictures at any depth, of formats that are read or not.</summary>
    public bool HasPictures(string folder)
    {
        int unread = _unread.Count;
        return Walk(folder).Any() || _unread.Count > unread;
    }

    private bool IsLocked(string folder)
    {
        if (!SkipsLocked || folder == root)
            return false;
        try
        {
            using IEnumerator<string> first = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            _links.Add(new SkippedFile(folder, "a folder that may not be opened."));
            return true;
        }
    }

    private bool IsRead(FileInfo file)
    {
        if (PictureEndings.AreRead(file.Extension) || ImageSignature.Refusal(file) is not { } reason)
            return true;
        _unread.Add(new SkippedFile(file.FullName, reason));
        return false;
    }

    private bool IsInside(FileInfo file)
    {
        if (!file.Attributes.HasFlag(FileAttributes.ReparsePoint) || RealPath.IsBelow(file.FullName, _realRoot))
            return true;
        _links.Add(new SkippedFile(file.FullName, "a link that leads out of the folder."));
        return false;
    }

    private bool IsNoLink(DirectoryInfo directory)
    {
        if (!directory.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return true;
        _links.Add(new SkippedFile(directory.FullName, "a link to a folder."));
        return false;
    }
}

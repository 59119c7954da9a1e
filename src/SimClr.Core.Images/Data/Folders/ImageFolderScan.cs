namespace SimClr.Core.Data.Folders;

/// <summary>The image files of a folder and their classes, mostly by their names alone.</summary>
/// <param name="Folder">Where, for messages; several folders with commas between them.</param>
/// <param name="Files">In order.</param>
/// <param name="ClassNames">By label; empty for an unlabeled folder.</param>
/// <param name="Links">Links that were not followed, and folders that may not be opened.</param>
/// <param name="Unread">Pictures of formats that are not read.</param>
internal sealed record ImageFolderScan(
    string Folder,
    ImageFile[] Files,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<SkippedFile> Links,
    IReadOnlyList<SkippedFile> Unread)
{
    /// <summary>Class folders whose pictures are all of formats that are not read.</summary>
    public IReadOnlyList<string> UnreadClasses { get; init; } = [];

    /// <summary>Several folders as one.</summary>
    /// <exception cref="ImageReadException">
    /// A folder cannot be read, has no images, or is ambiguous; or only some have classes.
    /// </exception>
    public static ImageFolderScan Of(IReadOnlyList<string> folders, ImageFolderOptions options)
    {
        ImageFolderScan[] scans = [.. folders.Select(folder => Of(folder, options))];
        return scans.Length == 1 ? scans[0] : Merge(scans, options.ClassNames);
    }

    /// <exception cref="ImageReadException">The folder cannot be read, has no images, or is ambiguous.</exception>
    public static ImageFolderScan Of(string folder, ImageFolderOptions options)
    {
        ImageFolderWalker walker = new(folder, skipsLocked: options.UnreadableImages == UnreadableImages.Skip);
        bool unlabeled = options.Layout == ImageFolderLayout.Unlabeled;
        ImageFolderScan scan = ReadGuard.Run(folder, () => unlabeled ? Unlabeled(folder, walker) : Classes(folder, options, walker));
        if (scan.Files.Length > 0)
            return scan;
        if (scan.Unread.Count > 0)
            throw new ImageReadException($"{folder}: none of {scan.Unread.Count} images can be read; the first: {scan.Unread[0]}");
        string images = options.Layout == ImageFolderLayout.ClassFolders ? "class folders with images" : "images";
        throw new ImageReadException(
            $"{folder}: looked for {images} ({PictureEndings.Common}), but found {FolderSummary.Of(folder)}."
            + ImageFolderWalker.Hint(scan.Links));
    }

    private static ImageFolderScan Merge(ImageFolderScan[] scans, IReadOnlyList<string>? classNames)
    {
        ImageFolderScan? unlabeled = Array.Find(scans, scan => scan.Files[0].Label is null);
        ImageFolderScan? labeled = Array.Find(scans, scan => scan.Files[0].Label is not null);
        if (unlabeled is not null && labeled is not null)
        {
            throw new ImageReadException(
                $"{labeled.Folder} has class folders, but {unlabeled.Folder} has images without; say by "
                + $"{nameof(ImageFolderOptions)}.{nameof(ImageFolderOptions.Layout)} what is meant.");
        }

        string[] names = classNames is not null
            ? [.. classNames]
            : [.. scans.SelectMany(scan => scan.ClassNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ImageFile[] files =
        [
            .. scans.SelectMany(scan => scan.Files.Select(file => Relabeled(file, scan.ClassNames, names)))
                .OrderBy(file => file.Label is { } label ? names[label] : "", StringComparer.Ordinal),
        ];
        HashSet<string> found = [.. files.Select(file => file.Label is { } label ? names[label] : "")];
        return new ImageFolderScan(
            string.Join(", ", scans.Select(scan => scan.Folder)),
            files,
            unlabeled is null ? names : [],
            [.. scans.SelectMany(scan => scan.Links)],
            [.. scans.SelectMany(scan => scan.Unread)])
        {
            UnreadClasses = [.. scans.SelectMany(scan => scan.UnreadClasses).Where(path => !found.Contains(Path.GetFileName(path)))],
        };
    }

    private static ImageFile Relabeled(ImageFile file, IReadOnlyList<string> own, string[] names)
        => file.Label is { } label ? file with { Label = Array.IndexOf(names, own[label]) } : file;

    private static ImageFolderScan Unlabeled(string folder, ImageFolderWalker walker)
    {
        ImageFile[] files = [.. walker.ImagesBelow(folder).Select(path => new ImageFile(path, null))];
        return new ImageFolderScan(folder, files, [], walker.Links, walker.Unread);
    }

    private static ImageFolderScan Classes(string folder, ImageFolderOptions options, ImageFolderWalker walker)
    {
        ClassFolder[] classes =
        [
            .. walker.FoldersIn(folder).Select(path => ClassFolder.Of(path, walker)).Where(found => found.HasPictures)
                .OrderBy(found => found.Name, StringComparer.Ordinal),
        ];
        string[] found = [.. classes.Select(inner => inner.Name)];
        if (options.Layout == ImageFolderLayout.Automatic)
        {
            if (walker.ImagesIn(folder).Any())
                return classes.Length == 0 ? Unlabeled(folder, new ImageFolderWalker(folder, walker.SkipsLocked)) : throw new InvalidDataException(Ambiguous(found[0]));
            if (options.ClassNames is null && SplitFolders.AreAll(found))
                throw new InvalidDataException(PartsOfADataSet(found));
        }

        string[] names = options.ClassNames is null ? found : [.. options.ClassNames];
        IEnumerable<ImageFile> files = classes.SelectMany(inner =>
        {
            int label = LabelOf(inner.Name, names);
            return inner.Images.Select(path => new ImageFile(path, label));
        });
        return new ImageFolderScan(folder, [.. files], names, walker.Links, walker.Unread)
        {
            UnreadClasses = [.. classes.Where(inner => inner.Images.Length == 0).Select(inner => inner.Path)],
        };
    }

    private static int LabelOf(string name, string[] names)
    {
        int label = Array.IndexOf(names, name);
        return label >= 0
            ? label
            : throw new InvalidDataException($"expected class folders among {string.Join(", ", names)}, but found {name}.");
    }

    private static string Ambiguous(string inner)
        => $"has images of its own and images in folders ({inner}); "
        + $"say by {nameof(ImageFolderOptions)}.{nameof(ImageFolderOptions.Layout)} which are meant.";

    private static string PartsOfADataSet(string[] folders)
        => $"the folders {string.Join(", ", folders)} are the parts of a data set and not its classes; open it with "
        + $"{nameof(ImageDataset)}.{nameof(ImageDataset.Open)}, or one of the parts. If they are classes all the same, "
        + $"set {nameof(ImageFolderOptions)}.{nameof(ImageFolderOptions.Layout)} to {nameof(ImageFolderLayout.ClassFolders)}.";
}

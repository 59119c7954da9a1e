namespace SimClr.Core.Data.Folders;

/// <summary>The image files of a folder and their classes, by their names alone.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Files">In order.</param>
/// <param name="ClassNames">By label; empty for an unlabelled folder.</param>
/// <param name="Skipped">Links that were not followed.</param>
internal sealed record ImageFolderScan(
    string Folder,
    ImageFile[] Files,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<SkippedFile> Skipped)
{
    /// <exception cref="ImageReadException">The folder cannot be read, has no images, or is ambiguous.</exception>
    public static ImageFolderScan Of(string folder, ImageFolderLayout layout, IReadOnlyList<string>? classNames)
    {
        bool unlabelled = layout == ImageFolderLayout.Unlabelled;
        ImageFolderScan scan = ReadGuard.Run(folder, () => unlabelled ? Unlabelled(folder) : Classes(folder, layout, classNames));
        if (scan.Files.Length > 0)
            return scan;
        string images = layout == ImageFolderLayout.ClassFolders ? "class folders with images" : "images";
        throw new ImageReadException(
            $"{folder}: looked for {images} ({ImageFolderWalker.ExtensionList}), but found {FolderSummary.Of(folder)}.{ImageFolderWalker.Hint(scan.Skipped)}");
    }

    private static ImageFolderScan Unlabelled(string folder)
    {
        ImageFolderWalker walker = new(folder);
        return new ImageFolderScan(folder, [.. walker.ImagesBelow(folder).Select(path => new ImageFile(path, null))], [], walker.Skipped);
    }

    private static ImageFolderScan Classes(string folder, ImageFolderLayout layout, IReadOnlyList<string>? classNames)
    {
        ImageFolderWalker walker = new(folder);
        (string Name, string[] Images)[] classes =
        [
            .. walker.FoldersIn(folder).Select(path => (Name: Path.GetFileName(path), Images: walker.ImagesBelow(path)))
                .Where(found => found.Images.Length > 0).OrderBy(found => found.Name, StringComparer.Ordinal),
        ];
        if (layout == ImageFolderLayout.Automatic && walker.ImagesIn(folder).Any())
            return classes.Length == 0 ? Unlabelled(folder) : throw new InvalidDataException(Ambiguous(classes[0].Name));
        string[] names = classNames is null ? [.. classes.Select(found => found.Name)] : [.. classNames];
        IEnumerable<ImageFile> files = classes.SelectMany(found =>
        {
            int label = LabelOf(found.Name, names);
            return found.Images.Select(path => new ImageFile(path, label));
        });
        return new ImageFolderScan(folder, [.. files], names, walker.Skipped);
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
}

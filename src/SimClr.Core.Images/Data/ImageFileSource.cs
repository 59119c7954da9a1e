using System.Globalization;
using SimClr.Core.Data.Folders;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Picture files named one by one, with or without labels: for images that do not lie in class folders.</summary>
/// <remarks>
/// Formats, decoding, damage and memory are as with <see cref="ImageFolderSource"/>: at opening the header of every file is read, in
/// parallel. The order is that of the list, and a file may stand in it more than once. Thread-safe.
/// </remarks>
public sealed class ImageFileSource : IImageSource, ISkipsFiles
{
    private readonly ImageFiles _files;

    /// <summary>Opens files.</summary>
    /// <param name="paths">At least one.</param>
    /// <param name="labels">One for each file, from 0, or null if a file has none; null if no file has one.</param>
    /// <param name="options">Defaults where null.</param>
    /// <exception cref="ArgumentException">
    /// There is no file, a path is empty, the lists differ in length, or a label is out of range; the index is named.
    /// </exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="ImageReadException">Images cannot be decoded and are not to be skipped, or none is left.</exception>
    public ImageFileSource(IEnumerable<string> paths, IEnumerable<int?>? labels = null, ImageFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options = OptionsGuard.Validate(options ?? new ImageFileOptions(), new ImageFileOptionsValidator());
        ImageFile[] files = Files([.. paths], labels?.ToArray());
        ImageList list = new(files, ClassNamesOf(files, options.ClassNames));
        _files = Open("the list of files", list, options);
    }

    private ImageFileSource(string name, ImageList list, ImageFileOptions options) => _files = Open(name, list, options);

    /// <inheritdoc/>
    public int Count => _files.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _files.ClassNames;

    /// <summary>Files that were left out at opening, with reasons, in the order of their paths.</summary>
    public IReadOnlyList<SkippedFile> SkippedFiles => _files.Skipped;

    /// <summary>The file of one image, a full path.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public string GetPath(int index) => _files[index].Path;

    /// <summary>Opens the files that a text file or CSV file lists.</summary>
    /// <param name="path">
    /// <para>UTF-8 text: a path a line, or a path, a comma and a label. A field in quotes (RFC 4180) may have commas in it, and doubled
    /// quotes. Relative paths start at the list's folder. Empty lines are left aside. A list may name any file of this machine.</para>
    /// <para>A first line with a field <c>path</c>, <c>file</c>, <c>filename</c> or <c>image</c> is a heading; <c>label</c> or
    /// <c>class</c> heads the labels, if there are any, and other columns are left aside.</para>
    /// <para>If all labels are whole numbers, they are labels from 0; else they are the names of classes, whose labels follow
    /// <see cref="ImageFileOptions.ClassNames"/>, or by default the ordinal order of the names. An image with an empty label has none.</para>
    /// </param>
    /// <param name="options">Defaults where null.</param>
    /// <exception cref="ArgumentException">The path is empty text.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="ImageReadException">
    /// The list cannot be read, is empty, or a line is wrong or names a file that does not exist (the line is named); or images cannot be
    /// decoded. Files that do not exist or cannot be decoded are left out if they are to be skipped.
    /// </exception>
    public static ImageFileSource FromList(string path, ImageFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options = OptionsGuard.Validate(options ?? new ImageFileOptions(), new ImageFileOptionsValidator());
        path = Path.GetFullPath(path);
        bool throws = options.UnreadableImages == UnreadableImages.Throw;
        return new ImageFileSource(path, ImageList.Read(path, options.ClassNames, requireFiles: throws), options);
    }

    /// <inheritdoc/>
    public int? GetLabel(int index) => _files[index].Label;

    /// <inheritdoc/>
    public Image Read(int index) => _files.Read(index);

    private static ImageFiles Open(string name, ImageList list, ImageFileOptions options)
        => new ImageFolderOpening(options).Open(new ImageFolderScan(name, list.Files, list.ClassNames, [], []));

    private static ImageFile[] Files(string[] paths, int?[]? labels)
    {
        if (paths.Length == 0)
            throw new ArgumentException("Expected at least one file, found none.", nameof(paths));
        if (labels is not null && labels.Length != paths.Length)
            throw new ArgumentException($"Expected {paths.Length} labels, one for each file, found {labels.Length}.", nameof(labels));
        return [.. paths.Select((path, index) => new ImageFile(Full(path, index), labels?[index]))];
    }

    private static string Full(string? path, int index) => string.IsNullOrWhiteSpace(path)
        ? throw new ArgumentException($"Expected a path at index {index}, found {(path is null ? "null" : "empty text")}.", nameof(path))
        : Path.GetFullPath(path);

    private static string[] ClassNamesOf(ImageFile[] files, IReadOnlyList<string>? names)
    {
        int highest = files.Max(file => file.Label) ?? -1;
        string[] classes = names is not null
            ? [.. names]
            : [.. Enumerable.Range(0, highest + 1).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        int wrong = Array.FindIndex(files, file => file.Label < 0 || file.Label >= classes.Length);
        return wrong < 0 ? classes : throw new ArgumentException(
            $"Expected a label from 0 to {classes.Length - 1} at index {wrong}, found {files[wrong].Label} ({files[wrong].Path}).", nameof(files));
    }
}

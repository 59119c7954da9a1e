using SimClr.Core.Data.Folders;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>JPEG, PNG, GIF, BMP, WebP and TIFF files in a folder: a sub-folder for each class, or unlabeled.</summary>
/// <remarks>
/// <para>Every file with a picture's ending is looked into (.jpg, .jfif, .png, .gif, .bmp, .webp, .tif, but .heic and the like, too), in
/// any case; hidden files are left aside. The content decides the format, not the ending. A picture of a format that is not read, such as
/// HEIC or raw camera images, is listed in <see cref="SkippedFiles"/>. A class folder that holds nothing else is an error, unless
/// <see cref="ImageFileOptions.UnreadableImages"/> says to skip; then it is a class without images.</para>
/// <para>Order is ordinal by class and path, so an index means the same image on every machine. A folder whose only folders are train and
/// test, or the like, is refused: <see cref="ImageDataset"/> opens it.</para>
/// <para>At opening the header of every file is read, in parallel. What cannot be decoded then is an error or left out, as
/// <see cref="ImageFileOptions.UnreadableImages"/> says; <see cref="Count"/> and indices never change afterwards. A file that breaks or
/// turns out to be damaged later is an <see cref="ImageReadException"/> of <see cref="Read"/>. An image that ends early counts as
/// damaged.</para>
/// <para>Images are interleaved, of bytes, or of 16-bit numbers where a PNG or TIFF file has them and
/// <see cref="ImageDecodingOptions.SampleDepth"/> does not say otherwise. The orientation of JPEG, PNG, WebP and TIFF files is applied,
/// transparency is laid over black, color profiles are not applied, and of an animation (GIF, WebP, PNG) or a TIFF file of several pages
/// the first picture is read.</para>
/// <para>TIFF files: strips and tiles, interleaved or planar, 8 or 16 bits a sample (unsigned), gray, RGB, palette (8 bits), or any number
/// of channels (<see cref="ImageChannels.AsStored"/>); uncompressed, PackBits, LZW, Deflate or JPEG. Not BigTIFF, CCITT, CMYK, floating-point
/// numbers or raw camera images; the message says which.</para>
/// <para>Nothing outside the folder is read: links to folders are not followed, links to files only if they end inside it; the others are
/// listed in <see cref="SkippedFiles"/>. Holds no files open. Thread-safe.</para>
/// </remarks>
public sealed class ImageFolderSource : IImageSource, ISkipsFiles
{
    private readonly ImageFiles _files;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Defaults where null.</param>
    /// <exception cref="ArgumentException">The folder is empty text.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="ImageReadException">
    /// The folder cannot be read, has no images, its layout is ambiguous (its folders are train and test, for example), or images cannot
    /// be decoded and are not to be skipped.
    /// </exception>
    public ImageFolderSource(string folder, ImageFolderOptions? options = null)
        : this([folder], options)
    {
    }

    /// <summary>Opens several folders as one.</summary>
    /// <param name="folders">
    /// At least one, none of them inside another. Classes of the same name are one class. Images come in the ordinal order of their classes,
    /// within a class in the order of the folders, and within a folder in the ordinal order of their paths.
    /// </param>
    /// <param name="options">Defaults where null. They hold for each folder.</param>
    /// <exception cref="ArgumentException">There is no folder, one is empty text, or one is inside another.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="ImageReadException">
    /// A folder cannot be read, has no images, its layout is ambiguous, some folders have classes and others have none, or images cannot be
    /// decoded and are not to be skipped.
    /// </exception>
    public ImageFolderSource(IReadOnlyList<string> folders, ImageFolderOptions? options = null)
    {
        Folders = FullPaths(folders);
        options = OptionsGuard.Validate(options ?? new ImageFolderOptions(), new ImageFolderOptionsValidator());
        foreach (string folder in Folders)
            ReadGuard.RequireFolder(folder, "a folder of images");
        _files = new ImageFolderOpening(options).Open(ImageFolderScan.Of(Folders, options.Layout, options.ClassNames));
    }

    /// <summary>The folder's full path; the first one's if there are several.</summary>
    public string Folder => Folders[0];

    /// <summary>The full paths of all folders, as they were given.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <inheritdoc/>
    public int Count => _files.Count;

    /// <summary>Names of the class folders; empty for an unlabeled folder.</summary>
    public IReadOnlyList<string> ClassNames => _files.ClassNames;

    /// <summary>Files that were left out at opening, pictures of formats that are not read among them, with reasons, in the order of their paths.</summary>
    public IReadOnlyList<SkippedFile> SkippedFiles => _files.Skipped;

    /// <summary>Whether all images are decoded and in memory.</summary>
    public bool IsCached => _files.AreCached;

    /// <summary>The file of one image, a full path.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public string GetPath(int index) => _files[index].Path;

    /// <inheritdoc/>
    public int? GetLabel(int index) => _files[index].Label;

    /// <inheritdoc/>
    public Image Read(int index) => _files.Read(index);

    private static string[] FullPaths(IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        if (folders.Count == 0)
            throw new ArgumentException("Expected at least one folder, found none.", nameof(folders));
        foreach (string folder in folders)
            ArgumentException.ThrowIfNullOrWhiteSpace(folder, nameof(folder));
        string[] paths = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        for (int inner = 0; inner < paths.Length; inner++)
            for (int outer = 0; outer < paths.Length; outer++)
                if (inner != outer && $"{paths[inner]}{Path.DirectorySeparatorChar}".StartsWith($"{paths[outer]}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                    throw new ArgumentException($"Expected folders of which none is inside another, but {paths[inner]} is in {paths[outer]}.", nameof(folders));
        return paths;
    }
}

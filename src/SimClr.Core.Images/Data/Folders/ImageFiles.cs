namespace SimClr.Core.Data.Folders;

/// <summary>The files of an opened source, read by index. Thread-safe.</summary>
/// <param name="files">The images in order.</param>
/// <param name="classNames">By label.</param>
/// <param name="skipped">What was left out.</param>
/// <param name="images">The decoded images, if they are kept.</param>
/// <param name="decoder">Decodes the files if they are not.</param>
internal sealed class ImageFiles(
    ImageFile[] files, IReadOnlyList<string> classNames, IReadOnlyList<SkippedFile> skipped, Image[]? images, ImageFileDecoder decoder)
{
    public int Count => files.Length;

    public IReadOnlyList<string> ClassNames => classNames;

    public IReadOnlyList<SkippedFile> Skipped => skipped;

    public bool AreCached => images is not null;

    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public ImageFile this[int index]
    {
        get
        {
            IndexGuard.Check(index, Count);
            return files[index];
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    /// <exception cref="ImageReadException">The file cannot be read, is no image, damaged or too large.</exception>
    public Image Read(int index)
    {
        ImageFile file = this[index];
        return images is null ? decoder.Decode(file.Path) : images[index];
    }
}

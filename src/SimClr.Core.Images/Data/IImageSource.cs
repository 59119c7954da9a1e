namespace SimClr.Core.Data;

/// <summary>A finite, ordered collection of images that is read by index.</summary>
/// <remarks>Implementations must allow <see cref="Read"/> from several threads at once.</remarks>
public interface IImageSource
{
    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>Names of the classes, by label; empty where the images have no labels.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Reads one image. The caller may keep it.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <returns>Never null: training and evaluation stop at a null and name the image.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    /// <exception cref="ImageReadException">The image cannot be read; the message names the file or record.</exception>
    Image Read(int index);

    /// <summary>The label of one image, an index into <see cref="ClassNames"/>; null where it has none.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    int? GetLabel(int index);

    /// <summary>The file of one image, for messages and to find it again. Default: null, for images without files of their own.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    string? GetPath(int index) => null;
}

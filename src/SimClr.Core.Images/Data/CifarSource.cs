using SimClr.Core.Data.Cifar;

namespace SimClr.Core.Data;

/// <summary>
/// The 32 x 32 color images of CIFAR-10 or CIFAR-100 (Krizhevsky, <i>Learning multiple layers of features from tiny images</i>, 2009)
/// in their binary version: label bytes, then a red, a green and a blue plane of 1024 bytes each, record after record.
/// </summary>
/// <remarks>
/// <para>All files are read and checked at opening; each becomes one buffer, and an image is a slice of it, so reading costs nothing.
/// A file must hold a whole number of records, but any number of them: a file cut exactly between two records is not noticed.</para>
/// <para><see cref="Open"/> reads nothing outside its folder: a link that leads out of it is refused.</para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class CifarSource : IImageSource
{
    private readonly Image[] _images;
    private readonly byte[] _labels;

    private CifarSource(IReadOnlyList<string> files, CifarRecordLayout layout, IReadOnlyList<string> classNames)
    {
        CifarFile[] contents = [.. files.Select(file => CifarFile.Read(file, layout))];
        _images = [.. contents.SelectMany(content => content.Images)];
        _labels = [.. contents.SelectMany(content => content.Labels)];
        ClassNames = classNames;
    }

    /// <inheritdoc/>
    public int Count => _images.Length;

    /// <summary>The names of the folder's list where it has one, else the built-in English ones.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Opens one split of an unpacked binary archive.</summary>
    /// <param name="folder">
    /// CIFAR-10: data_batch_1.bin, data_batch_2.bin and so on without a gap, or test_batch.bin; CIFAR-100: train.bin or test.bin.
    /// Names of the classes are taken from batches.meta.txt, fine_label_names.txt or coarse_label_names.txt where present.
    /// </param>
    /// <param name="format">Which data set, which labels.</param>
    /// <param name="split">Which part.</param>
    /// <exception cref="ArgumentException">The folder is empty text, or the format or split is not defined.</exception>
    /// <exception cref="ImageReadException">
    /// A file is missing, unreadable, of a wrong size or holds a label out of range; file and record are named.
    /// </exception>
    public static CifarSource Open(string folder, CifarFormat format = CifarFormat.Cifar10, DatasetSplit split = DatasetSplit.Train)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        CifarRecordLayout layout = CifarRecordLayout.Of(format);
        folder = Path.GetFullPath(folder);
        return new CifarSource(CifarFolder.Files(folder, format, split), layout, CifarFolder.ClassNames(folder, layout));
    }

    /// <summary>Opens files by name, in the given order.</summary>
    /// <param name="files">At least one file.</param>
    /// <param name="format">The records' format.</param>
    /// <exception cref="ArgumentException">There is no file, or the format is not defined.</exception>
    /// <exception cref="ImageReadException">
    /// A file is unreadable, of a wrong size or holds a label out of range; file and record are named.
    /// </exception>
    public static CifarSource OpenFiles(IReadOnlyList<string> files, CifarFormat format)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
            throw new ArgumentException("Expected at least one CIFAR file, but the list is empty.", nameof(files));
        CifarRecordLayout layout = CifarRecordLayout.Of(format);
        return new CifarSource([.. files.Select(Path.GetFullPath)], layout, layout.ClassNames);
    }

    /// <inheritdoc/>
    public Image Read(int index)
    {
        CheckIndex(index);
        return _images[index];
    }

    /// <inheritdoc/>
    public int? GetLabel(int index)
    {
        CheckIndex(index);
        return _labels[index];
    }

    private void CheckIndex(int index) => IndexGuard.Check(index, Count);
}

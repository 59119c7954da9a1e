using System.Buffers;
using Microsoft.Win32.SafeHandles;
using SimClr.Core.Data.Stl10;

namespace SimClr.Core.Data;

/// <summary>
/// The 96 x 96 color images of STL-10 (Coates, Ng and Lee, <i>An analysis of single-layer networks in unsupervised feature learning</i>,
/// AISTATS 2011) in their binary version: a red, a green and a blue plane of 9216 bytes each, column by column, image after image; labels
/// of 1 to 10 in a file of their own.
/// </summary>
/// <remarks>
/// <para>Labels are read and checked at opening, images when they are asked for: one read of 27,648 bytes each. Holds no file open.
/// A file must hold a whole number of images, but any number of them.</para>
/// <para>Images are planar, row by row, and labels count from 0, as everywhere in this library. <see cref="Open"/> reads nothing outside
/// its folder: a link that leads out of it is refused. Thread-safe.</para>
/// </remarks>
public sealed class Stl10Source : IImageSource
{
    private readonly string _file;
    private readonly byte[]? _labels;

    private Stl10Source(string file, int count, byte[]? labels, IReadOnlyList<string> classNames)
        => (_file, Count, _labels, ClassNames) = (file, count, labels, classNames);

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>The names of the folder's list (class_names.txt) where it has one, else the built-in English ones; empty for the unlabeled part.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Opens one part of the unpacked binary archive.</summary>
    /// <param name="folder">The folder of train_X.bin and train_y.bin, test_X.bin and test_y.bin, or unlabeled_X.bin.</param>
    /// <param name="split">Which part.</param>
    /// <exception cref="ArgumentException">The folder is empty text, or the split is not defined.</exception>
    /// <exception cref="ImageReadException">
    /// A file is missing, unreadable, of a wrong size or holds a label out of range; file and record are named.
    /// </exception>
    public static Stl10Source Open(string folder, Stl10Split split = Stl10Split.Train)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Enum.IsDefined(split))
            throw new ArgumentOutOfRangeException(nameof(split), split, "Expected Train, Test or Unlabeled.");
        Stl10Folder files = new(Path.GetFullPath(folder));
        string images = files.Images(split);
        int count = Stl10Folder.Count(images);
        return split == Stl10Split.Unlabeled
            ? new Stl10Source(images, count, null, [])
            : new Stl10Source(images, count, files.Labels(split, count), files.ClassNames());
    }

    /// <inheritdoc/>
    public Image Read(int index)
    {
        IndexGuard.Check(index, Count);
        byte[] stored = ArrayPool<byte>.Shared.Rent(Stl10Folder.ImageBytes);
        try
        {
            Span<byte> columns = stored.AsSpan(0, Stl10Folder.ImageBytes);
            ReadAt(index, columns);
            return new Image(Rows(columns), Stl10Folder.Side, Stl10Folder.Side, Stl10Folder.Channels, PixelLayout.Planar);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <inheritdoc/>
    public int? GetLabel(int index)
    {
        IndexGuard.Check(index, Count);
        return _labels?[index];
    }

    private void ReadAt(int index, Span<byte> bytes)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(_file);
            long start = (long)index * bytes.Length;
            int filled = 0;
            while (filled < bytes.Length && RandomAccess.Read(file, bytes[filled..], start + filled) is > 0 and int read)
                filled += read;
            if (filled < bytes.Length)
                throw new EndOfStreamException("the file has become shorter.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageReadException($"{_file}, record {index}: {failure.Message}", failure);
        }
    }

    private static byte[] Rows(ReadOnlySpan<byte> columns)
    {
        const int Plane = Stl10Folder.Side * Stl10Folder.Side;
        byte[] rows = new byte[columns.Length];
        for (int plane = 0; plane < columns.Length; plane += Plane)
            for (int x = 0; x < Stl10Folder.Side; x++)
                for (int y = 0; y < Stl10Folder.Side; y++)
                    rows[plane + y * Stl10Folder.Side + x] = columns[plane + x * Stl10Folder.Side + y];
        return rows;
    }
}

using SimClr.Core.Files;

namespace SimClr.Core.Data.Stl10;

/// <summary>The files of the unpacked archive.</summary>
internal sealed class Stl10Folder(string folder)
{
    public const int Side = 96;
    public const int Channels = 3;
    public const int ImageBytes = Side * Side * Channels;

    private const long LongestNameList = 1 << 16;

    private static readonly string[] Names = ["airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck"];

    /// <summary>Whether the images of a part are there.</summary>
    public bool Holds(Stl10Split split) => File.Exists(Path.Combine(folder, ImagesName(split)));

    /// <summary>The file of a part's images.</summary>
    /// <exception cref="ImageReadException">There is none.</exception>
    public string Images(Stl10Split split) => Find(ImagesName(split));

    /// <summary>Number of images in a file.</summary>
    /// <exception cref="ImageReadException">The file cannot be read, or ends within an image.</exception>
    public static int Count(string images) => ReadGuard.Run(images, () =>
    {
        long size = FileStart.SizeOf(new FileInfo(images));
        (long count, long rest) = Math.DivRem(size, ImageBytes);
        if (size == 0 || rest != 0)
        {
            throw new InvalidDataException(
                $"expected STL-10 images of {ImageBytes} bytes, but the file has {size}: image {count} ends after {rest}.");
        }

        return count <= Array.MaxLength ? (int)count : throw new InvalidDataException($"{count} images are too many.");
    });

    /// <summary>The labels of a part, from 0.</summary>
    /// <exception cref="ImageReadException">There are none, not one for each image, or one is not in 1 to 10.</exception>
    public byte[] Labels(Stl10Split split, int count)
    {
        string file = Find(split == Stl10Split.Train ? "train_y.bin" : "test_y.bin");
        byte[] labels = ReadGuard.Run(file, () => ReadLabels(file, count));
        int wrong = Array.FindIndex(labels, label => label < 1 || label > Names.Length);
        if (wrong >= 0)
            throw new ImageReadException($"{file}, record {wrong}: expected an STL-10 label from 1 to {Names.Length}, but found {labels[wrong]}.");
        return [.. labels.Select(label => (byte)(label - 1))];
    }

    /// <summary>The names in the archive's list, else the built-in ones.</summary>
    public IReadOnlyList<string> ClassNames()
    {
        string file = Path.Combine(folder, "class_names.txt");
        if (!File.Exists(file))
            return Names;
        CheckInside(file);
        string[] names = ReadGuard.Run(file, () => ReadNames(file));
        return names.Length == Names.Length
            ? names
            : throw new ImageReadException($"{file}: expected {Names.Length} class names, one a line, but found {names.Length}.");
    }

    private static string ImagesName(Stl10Split split) => split switch
    {
        Stl10Split.Train => "train_X.bin",
        Stl10Split.Test => "test_X.bin",
        _ => "unlabeled_X.bin",
    };

    private static byte[] ReadLabels(string file, int count)
    {
        long size = FileStart.SizeOf(new FileInfo(file));
        return size == count
            ? File.ReadAllBytes(file)
            : throw new InvalidDataException($"expected {count} labels of one byte, one for each image, but the file has {size}.");
    }

    private static string[] ReadNames(string file)
    {
        long size = FileStart.SizeOf(new FileInfo(file));
        if (size > LongestNameList)
            throw new InvalidDataException($"expected a list of class names of at most {LongestNameList} bytes, but it has {size}.");
        return [.. File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    private string Find(string name)
    {
        ReadGuard.RequireFolder(folder, $"an STL-10 folder with {name}");
        string file = Path.Combine(folder, name);
        if (!File.Exists(file))
            throw new ImageReadException($"{folder}: expected an STL-10 folder with {name}, but there is no such file.");
        CheckInside(file);
        return file;
    }

    private void CheckInside(string file)
    {
        if (!ReadGuard.Run(file, () => RealPath.IsBelow(file, RealPath.Of(folder))))
            throw new ImageReadException($"{file}: a link that leads out of the folder.");
    }
}

using System.Globalization;
using SimClr.Core.Files;

namespace SimClr.Core.Data.Cifar;

/// <summary>The files of an unpacked archive.</summary>
internal static class CifarFolder
{
    private const long LongestNameList = 1 << 16;

    /// <summary>Whether any of a data set's image files is there.</summary>
    public static bool Holds(string folder, CifarFormat format, DatasetSplit split) => File.Exists(FirstFile(folder, format, split));

    /// <summary>The split's files in order.</summary>
    public static IReadOnlyList<string> Files(string folder, CifarFormat format, DatasetSplit split)
    {
        if (!Enum.IsDefined(split))
            throw new ArgumentOutOfRangeException(nameof(split), split, "Expected Train or Test.");
        string name = CifarRecordLayout.Of(format).Name;
        string first = FirstFile(folder, format, split);
        ReadGuard.RequireFolder(folder, $"a {name} folder with {Path.GetFileName(first)}");
        if (!File.Exists(first))
        {
            throw new ImageReadException($"{folder}: expected a {name} folder with {Path.GetFileName(first)}, but there is no such file.");
        }

        bool isNumbered = format == CifarFormat.Cifar10 && split == DatasetSplit.Train;
        string[] files = isNumbered ? ReadGuard.Run(folder, () => TrainingBatches(folder)) : [first];
        foreach (string file in files)
            CheckInside(file, folder);
        return files;
    }

    /// <summary>The names in the archive's list, else the built-in ones.</summary>
    public static IReadOnlyList<string> ClassNames(string folder, CifarRecordLayout layout)
    {
        string file = Path.Combine(folder, layout.ClassNamesFile);
        if (!File.Exists(file))
            return layout.ClassNames;
        CheckInside(file, folder);
        string[] names = ReadGuard.Run(file, () => ReadNames(file));
        if (names.Length != layout.ClassNames.Count)
            throw new ImageReadException($"{file}: expected {layout.ClassNames.Count} class names, one a line, but found {names.Length}.");
        return names;
    }

    private static string FirstFile(string folder, CifarFormat format, DatasetSplit split) => Path.Combine(folder, (format, split) switch
    {
        (CifarFormat.Cifar10, DatasetSplit.Train) => "data_batch_1.bin",
        (CifarFormat.Cifar10, _) => "test_batch.bin",
        (_, DatasetSplit.Train) => "train.bin",
        _ => "test.bin",
    });

    private static string[] TrainingBatches(string folder)
    {
        int present = Directory.GetFiles(folder, "data_batch_*.bin").Length;
        string[] names = [.. Enumerable.Range(1, present).Select(BatchName)];
        string[] files = [.. names.Select(name => Path.Combine(folder, name))];
        int missing = Array.FindIndex(files, file => !File.Exists(file));
        return missing < 0
            ? files
            : throw new InvalidDataException(
                $"expected {present} files numbered from data_batch_1.bin without a gap, but {names[missing]} is missing.");
    }

    private static string BatchName(int number) => string.Create(CultureInfo.InvariantCulture, $"data_batch_{number}.bin");

    private static void CheckInside(string file, string folder)
    {
        if (!ReadGuard.Run(file, () => RealPath.IsBelow(file, RealPath.Of(folder))))
        {
            throw new ImageReadException(
                $"{file}: a link that leads out of the folder; {nameof(CifarSource)}.{nameof(CifarSource.OpenFiles)} opens files anywhere.");
        }
    }

    private static string[] ReadNames(string file)
    {
        using FileStream stream = File.OpenRead(file);
        if (stream.Length > LongestNameList)
        {
            throw new InvalidDataException(
                $"expected a list of class names of at most {LongestNameList} bytes, but it has {stream.Length}.");
        }

        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

using System.Globalization;

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
        string first = FirstFile(folder, format, split);
        if (!File.Exists(first))
            throw new ImageReadException($"{folder}: expected a {CifarRecordLayout.Of(format).Name} folder with {Path.GetFileName(first)}, but there is no such file.");
        return format == CifarFormat.Cifar10 && split == DatasetSplit.Train ? TrainingBatches(folder) : [first];
    }

    /// <summary>The names in the archive's list, else the built-in ones.</summary>
    public static IReadOnlyList<string> ClassNames(string folder, CifarRecordLayout layout)
    {
        string file = Path.Combine(folder, layout.ClassNamesFile);
        if (!File.Exists(file))
            return layout.ClassNames;
        string[] names = ReadNames(file);
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

    private static List<string> TrainingBatches(string folder)
    {
        int present = Directory.GetFiles(folder, "data_batch_*.bin").Length;
        List<string> files = [];
        for (int number = 1; number <= present; number++)
        {
            string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"data_batch_{number}.bin"));
            if (!File.Exists(file))
                throw new ImageReadException($"{folder}: expected {present} files numbered from data_batch_1.bin without a gap, but {Path.GetFileName(file)} is missing.");
            files.Add(file);
        }

        return files;
    }

    private static string[] ReadNames(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LongestNameList)
                throw new ImageReadException($"{file}: expected a list of class names of at most {LongestNameList} bytes, but it is longer.");
            return [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageReadException($"{file}: cannot be read. {failure.Message}", failure);
        }
    }
}

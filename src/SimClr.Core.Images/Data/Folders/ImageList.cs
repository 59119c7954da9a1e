using System.Globalization;
using System.Text;

namespace SimClr.Core.Data.Folders;

/// <summary>What a list of image files says.</summary>
/// <param name="Files">In its order.</param>
/// <param name="ClassNames">By label; empty if no file has one.</param>
internal sealed record ImageList(ImageFile[] Files, IReadOnlyList<string> ClassNames)
{
    /// <summary>Classes without names are made up to the highest number, so it must not be anything.</summary>
    private const int HighestNumber = 999_999;

    private const long MostBytes = 1 << 30;

    private static readonly string[] PathHeadings = ["path", "file", "filename", "image"];
    private static readonly string[] LabelHeadings = ["label", "class"];

    /// <param name="path">The list, a full path.</param>
    /// <param name="classNames">The classes by label, if they are given.</param>
    /// <param name="requireFiles">Whether a file that does not exist is an error of its line.</param>
    /// <exception cref="ImageReadException">The list cannot be read or makes no sense; the line is named.</exception>
    public static ImageList Read(string path, IReadOnlyList<string>? classNames, bool requireFiles)
        => ReadGuard.Run(path, () => ReadGuarded(path, classNames, requireFiles));

    private static ImageList ReadGuarded(string path, IReadOnlyList<string>? classNames, bool requireFiles)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MostBytes)
            throw new InvalidDataException($"a list may have {MostBytes} bytes, but this one has {stream.Length}.");
        using StreamReader text = new(stream, new UTF8Encoding(false, throwOnInvalidBytes: false));
        ListLine[] lines = [.. Lines(new CsvRecords(text).Read())];
        if (lines.Length == 0)
            throw new InvalidDataException("expected a list of image files, one a line, but there is none.");
        string folder = Path.GetDirectoryName(path)!;
        string[] files = [.. lines.Select(line => FullPath(line, folder, requireFiles))];
        (int?[] labels, IReadOnlyList<string> names) = Labels(lines, classNames);
        return new ImageList([.. files.Select((file, index) => new ImageFile(file, labels[index]))], names);
    }

    private static IEnumerable<ListLine> Lines(IEnumerable<(int Line, string[] Fields)> records)
    {
        (int path, int label, int columns) = (-1, -1, 0);
        foreach ((int line, string[] fields) in records)
        {
            if (columns == 0)
            {
                columns = fields.Length;
                path = IndexOf(fields, PathHeadings);
                label = IndexOf(fields, LabelHeadings);
                if (path >= 0)
                    continue;
                (path, label) = (0, columns > 1 ? 1 : -1);
                if (columns > 2)
                    throw new InvalidDataException($"line {line}: expected a path, or a path and a label, but found {columns} fields. A path with a comma needs quotes.");
            }

            if (fields.Length != columns)
                throw new InvalidDataException($"line {line}: expected {columns} field{(columns == 1 ? "" : "s")} as in the first line, but found {fields.Length}. A path with a comma needs quotes.");
            yield return new ListLine(line, fields[path], label < 0 ? "" : fields[label]);
        }
    }

    private static int IndexOf(string[] fields, string[] headings)
        => Array.FindIndex(fields, field => headings.Contains(field, StringComparer.OrdinalIgnoreCase));

    private static string FullPath(ListLine line, string folder, bool mustExist)
    {
        if (string.IsNullOrWhiteSpace(line.Path) || line.Path.Contains('\0'))
            throw new InvalidDataException($"line {line.Number}: expected the path of an image, but found none.");
        string full = Path.GetFullPath(line.Path, folder);
        return !mustExist || File.Exists(full) ? full : throw new InvalidDataException($"line {line.Number}: there is no file {full}.");
    }

    private static (int?[] Labels, IReadOnlyList<string> Names) Labels(ListLine[] lines, IReadOnlyList<string>? classNames)
    {
        ListLine[] labeled = [.. lines.Where(line => line.Label.Length > 0)];
        if (Array.TrueForAll(labeled, line => Number(line) is not null))
            return Numbered(lines, labeled, classNames);
        string[] names = classNames is not null
            ? [.. classNames]
            : [.. labeled.Select(line => line.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        return ([.. lines.Select(line => line.Label.Length == 0 ? (int?)null : LabelOf(line, numbers, names))], names);
    }

    private static (int?[] Labels, IReadOnlyList<string> Names) Numbered(
        ListLine[] lines, ListLine[] labeled, IReadOnlyList<string>? classNames)
    {
        int most = classNames is null ? HighestNumber : classNames.Count - 1;
        if (Array.Find(labeled, line => Number(line) < 0 || Number(line) > most) is { Number: > 0 } wrong)
            throw new InvalidDataException($"line {wrong.Number}: expected a label from 0 to {most}, but found {wrong.Label}.");
        int?[] labels = [.. lines.Select(line => line.Label.Length == 0 ? null : Number(line))];
        int classes = labels.Max() + 1 ?? 0;
        return (labels, classNames ?? [.. Enumerable.Range(0, classes).Select(number => number.ToString(CultureInfo.InvariantCulture))]);
    }

    private static int? Number(ListLine line)
        => int.TryParse(line.Label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static int LabelOf(ListLine line, Dictionary<string, int> numbers, string[] names) => numbers.TryGetValue(line.Label, out int label)
        ? label
        : throw new InvalidDataException($"line {line.Number}: expected a class among {string.Join(", ", names)}, but found {line.Label}.");

    private readonly record struct ListLine(int Number, string Path, string Label);
}

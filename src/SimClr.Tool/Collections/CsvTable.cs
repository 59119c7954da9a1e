using System.Globalization;
using System.Text;
using SimClr.Core.Files;

namespace SimClr.Tool.Collections;

/// <summary>A table as a CSV file (RFC 4180, UTF-8), which spreadsheets and pandas read.</summary>
internal static class CsvTable
{
    /// <summary>Writes one, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">A value for each column; null is an empty field.</param>
    public static string Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        StringBuilder text = new();
        text.AppendJoin(',', header).Append("\r\n");
        foreach (IReadOnlyList<object?> row in rows)
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        return path;
    }

    private static string Field(object? value)
    {
        string text = value switch
        {
            null => "",
            Enum name => name.ToString().ToLowerInvariant(),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}

using System.Globalization;
using System.Text;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>A table as text (RFC 4180), one line an image.</summary>
internal sealed class CsvFormat : IEmbeddingFormat
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    public void Write(Stream stream, EmbeddingSet set)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        bool hasClasses = set.HasLabels && set.ClassNames.Count > 0;
        writer.Write($"{CsvColumns.Path},{CsvColumns.Label}");
        writer.Write(hasClasses ? $",{CsvColumns.Class}" : "");
        writer.Write(set.ModelId is null ? "" : $",{CsvColumns.Model}");
        for (int i = 0; i < set.Dimension; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",v{i}"));
        writer.WriteLine();
        for (int index = 0; index < set.Count; index++)
        {
            int? label = set.GetLabel(index);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Quoted(set.GetPath(index))},{label}"));
            writer.Write(hasClasses ? $",{Quoted(label is null ? null : set.ClassNames[label.Value])}" : "");
            writer.Write(set.ModelId is null ? "" : $",{Quoted(set.ModelId)}");
            WriteVector(writer, set.Row(index));
        }
    }

    public EmbeddingSet Read(FileStream stream)
    {
        using CsvReader reader = new(stream);
        if (!reader.Read())
            throw new EmbeddingFileException("Expected a line of column names, found nothing.");
        CsvColumns columns = new(reader);
        EmbeddingSetDraft draft = new(0);
        while (reader.Read())
            columns.AddTo(draft, reader);
        return draft.Finish(columns.ClassNames(), columns.ModelId);
    }

    private static void WriteVector(StreamWriter writer, ReadOnlySpan<float> vector)
    {
        Span<char> digits = stackalloc char[32];
        foreach (float value in vector)
        {
            // The shortest text that is read as the same number.
            value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            writer.Write(',');
            writer.Write(digits[..length]);
        }

        writer.WriteLine();
    }

    private static string? Quoted(string? text)
        => text?.IndexOfAny(Special) >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

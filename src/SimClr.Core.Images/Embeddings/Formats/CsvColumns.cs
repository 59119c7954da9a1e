using System.Globalization;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>What the columns of a table mean: those with known names, in any order; all others are the vector's values.</summary>
internal sealed class CsvColumns
{
    public const string Path = "path";
    public const string Label = "label";
    public const string Class = "class";
    public const string Model = "model";

    // A label of nine digits must not make a list of as many names.
    private const int MostUnnamed = 1 << 16;

    private readonly Dictionary<string, int> _known = [];
    private readonly List<int> _values = [];
    private readonly Dictionary<int, string> _classes = [];
    private readonly int _count;
    private readonly float[] _vector;

    /// <summary>Reads the line of names.</summary>
    /// <exception cref="EmbeddingFileException">A name is there twice, or there is no column of values.</exception>
    public CsvColumns(CsvReader header)
    {
        _count = header.Count;
        for (int column = 0; column < _count; column++)
        {
            string name = header.Field(column).ToString();
            if (name is not (Path or Label or Class or Model))
                _values.Add(column);
            else if (!_known.TryAdd(name, column))
                throw new EmbeddingFileException($"Expected one column '{name}', found two.");
        }

        if (_values.Count == 0)
            throw new EmbeddingFileException($"Expected columns for the vector's values, found {string.Join(", ", _known.Keys)} only.");
        _vector = new float[_values.Count];
    }

    /// <summary>The model of the lines read; null if they name none.</summary>
    public string? ModelId { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="EmbeddingFileException">It has another number of fields than the first, or a field has none of its column's values.</exception>
    public void AddTo(EmbeddingSetDraft draft, CsvReader record)
    {
        if (record.Count != _count)
            throw new EmbeddingFileException($"Expected {_count} fields at line {record.Line}, found {record.Count}.");
        for (int i = 0; i < _vector.Length; i++)
        {
            if (!float.TryParse(record.Field(_values[i]), NumberStyles.Float, CultureInfo.InvariantCulture, out _vector[i]) || !float.IsFinite(_vector[i]))
                throw Wrong(record, _values[i], "a finite number");
        }

        ReadModel(record, draft.Count == 0);
        string path = Text(record, Path).ToString();
        draft.Add(_vector, path, ReadLabel(record));
    }

    /// <summary>Names by label; a class of which no line is has its number as its name. None if no line names one.</summary>
    /// <exception cref="EmbeddingFileException">The labels are too great for a list of names.</exception>
    public string[] ClassNames()
    {
        if (_classes.Count == 0)
            return [];
        int greatest = _classes.Keys.Max();
        if (greatest - _classes.Count > MostUnnamed)
            throw new EmbeddingFileException($"Expected at most {MostUnnamed} classes without a line, found label {greatest} and {_classes.Count} classes.");
        return [.. Enumerable.Range(0, greatest + 1).Select(label => _classes.GetValueOrDefault(label, label.ToString(CultureInfo.InvariantCulture)))];
    }

    private void ReadModel(CsvReader record, bool isFirst)
    {
        ReadOnlySpan<char> model = Text(record, Model);
        if (isFirst)
            ModelId = model.ToString();
        else if (!model.SequenceEqual(ModelId))
            throw Wrong(record, _known[Model], $"the model of the lines before, '{ModelId}'");
    }

    private int? ReadLabel(CsvReader record)
    {
        ReadOnlySpan<char> text = Text(record, Label), name = Text(record, Class);
        if (text.IsEmpty)
            return name.IsEmpty ? null : throw Wrong(record, _known[Class], "no class without a label");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int label))
            throw Wrong(record, _known[Label], $"a label from 0 to {int.MaxValue}");
        if (_known.ContainsKey(Class) && !name.SequenceEqual(_classes.GetValueOrDefault(label)))
        {
            if (!_classes.TryAdd(label, name.ToString()))
                throw Wrong(record, _known[Class], $"the class of label {label} of the lines before, '{_classes[label]}'");
        }

        return label;
    }

    private ReadOnlySpan<char> Text(CsvReader record, string column) => _known.TryGetValue(column, out int index) ? record.Field(index) : default;

    private static EmbeddingFileException Wrong(CsvReader record, int column, string expected)
    {
        ReadOnlySpan<char> found = record.Field(column);
        string shown = found.Length > 40 ? $"{found[..40]}..." : found.ToString();
        return new EmbeddingFileException($"Expected {expected} in column {column + 1} of line {record.Line}, found '{shown}'.");
    }
}

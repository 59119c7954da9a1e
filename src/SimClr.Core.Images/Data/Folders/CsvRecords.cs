using System.Text;

namespace SimClr.Core.Data.Folders;

/// <summary>Reads records of comma-separated values (RFC 4180), of one field as well: lines of text.</summary>
/// <remarks>A quote counts only as the first character of a field. Empty lines are no records.</remarks>
internal sealed class CsvRecords(TextReader text)
{
    private const char Quote = '"';

    private readonly StringBuilder _field = new();

    private int _line = 1;

    /// <summary>The records in order, each with the number of its first line, from 1.</summary>
    /// <exception cref="InvalidDataException">A quote is not closed, or something stands behind a closed one; the line is named.</exception>
    public IEnumerable<(int Line, string[] Fields)> Read()
    {
        while (text.Peek() >= 0)
        {
            int line = _line;
            List<string> fields = [];
            bool more = true;
            while (more)
            {
                fields.Add(text.Peek() == Quote ? ReadQuoted() : ReadPlain());
                more = text.Peek() == ',';
                if (more)
                    text.Read();
            }

            EndLine();
            if (fields is not [""])
                yield return (line, [.. fields]);
        }
    }

    private string ReadPlain()
    {
        _field.Clear();
        while (text.Peek() is not (< 0 or ',' or '\r' or '\n'))
            _field.Append((char)text.Read());
        return _field.ToString().Trim();
    }

    private string ReadQuoted()
    {
        int first = _line;
        _field.Clear();
        text.Read();
        while (true)
        {
            int next = text.Read();
            if (next < 0)
                throw new InvalidDataException($"line {first}: a quote is not closed.");
            if (next == Quote && text.Peek() != Quote)
                break;
            if (next == Quote)
                text.Read();
            if (next == '\n')
                _line++;
            _field.Append((char)next);
        }

        return text.Peek() is < 0 or ',' or '\r' or '\n'
            ? _field.ToString()
            : throw new InvalidDataException($"line {_line}: expected a comma or the end of the line behind a closed quote, found '{(char)text.Peek()}'.");
    }

    private void EndLine()
    {
        if (text.Peek() == '\r')
            text.Read();
        if (text.Peek() == '\n')
            text.Read();
        _line++;
    }
}

using System.Text;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Records of RFC 4180, one at a time; lines may end with LF alone.</summary>
internal sealed class CsvReader : IDisposable
{
    private const int End = -1;

    private readonly StreamReader _reader;
    private readonly List<int> _ends = [];
    private char[] _text = new char[256];
    private int _length;
    private int _line = 1;

    /// <summary>Reads UTF-8.</summary>
    /// <param name="stream">Borrowed.</param>
    public CsvReader(Stream stream)
    {
        _reader = new StreamReader(
            stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        if (_reader.Peek() == '\uFEFF')
            _reader.Read();
    }

    /// <summary>Where the record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields of the record.</summary>
    public int Count => _ends.Count;

    /// <summary>A field of the record, without its quotes; valid until the next is read.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return _text.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Reads the next record; empty lines are passed over.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="EmbeddingFileException">The text breaks the format's rules.</exception>
    public bool Read()
    {
        while (_reader.Peek() != End)
        {
            (Line, _length) = (_line, 0);
            _ends.Clear();
            bool isBlank = _reader.Peek() is '\r' or '\n';
            while (ReadField())
            {
            }

            if (!isBlank)
                return true;
        }

        return false;
    }

    public void Dispose() => _reader.Dispose();

    // True if another field follows.
    private bool ReadField()
    {
        bool quoted = _reader.Peek() == '"';
        if (quoted)
            ReadQuoted();
        int next = _reader.Read();
        while (next is not (',' or '\r' or '\n' or End))
        {
            if (quoted || next == '"')
                throw Wrong(quoted ? "a comma or the line's end behind a quoted text" : "quotes around the whole text of a field, or none");
            Append((char)next);
            next = _reader.Read();
        }

        _ends.Add(_length);
        if (next == '\r' && _reader.Peek() == '\n')
            _reader.Read();
        _line += next is '\r' or '\n' ? 1 : 0;
        return next == ',';
    }

    private void ReadQuoted()
    {
        _reader.Read();
        while (true)
        {
            int next = _reader.Read();
            if (next == End)
                throw Wrong("a quote at the end of a text");
            if (next == '"' && _reader.Peek() != '"')
                return;
            if (next == '"')
                _reader.Read();
            _line += next == '\n' ? 1 : 0;
            Append((char)next);
        }
    }

    private void Append(char character)
    {
        if (_length == _text.Length)
            Array.Resize(ref _text, 2 * _length);
        _text[_length++] = character;
    }

    private EmbeddingFileException Wrong(string expected)
        => new($"Expected {expected}, found none in field {Count + 1} of the record that begins at line {Line}.");
}

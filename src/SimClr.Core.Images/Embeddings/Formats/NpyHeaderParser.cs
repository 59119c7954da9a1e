using System.Globalization;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Reads the header's text, a dictionary as Python writes it, strictly: nothing twice, nothing unknown, nothing missing.</summary>
internal sealed class NpyHeaderParser(string text)
{
    private const int MostDimensions = 32;

    private int _at;

    /// <exception cref="EmbeddingFileException">The text is no header.</exception>
    public NpyHeader Parse()
    {
        (string? type, bool? fortranOrder, long[]? shape) = (null, null, null);
        Expect('{');
        while (!Take('}'))
        {
            string key = ReadText();
            Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = ReadType();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = ReadBool();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw new EmbeddingFileException($"The header has '{key}', which it may not have, or twice.");
            }

            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }

        SkipBlanks();
        if (_at < text.Length)
            throw Unexpected("the end of the header");
        return type is null || fortranOrder is null || shape is null
            ? throw new EmbeddingFileException("The header lacks 'descr', 'fortran_order' or 'shape'.")
            : new NpyHeader(type, fortranOrder.Value, shape);
    }

    private string ReadType()
    {
        SkipBlanks();
        return _at < text.Length && text[_at] == '['
            ? throw new EmbeddingFileException("Expected an array of one type, found one of named fields (a structured array).")
            : ReadText();
    }

    private string ReadText()
    {
        SkipBlanks();
        if (_at == text.Length || text[_at] is not ('\'' or '"'))
            throw Unexpected("a text in quotes");
        int end = text.IndexOf(text[_at], _at + 1);
        if (end < 0)
            throw Unexpected("a text with a quote at its end");
        string read = text[(_at + 1)..end];
        _at = end + 1;
        return read;
    }

    private bool ReadBool()
    {
        SkipBlanks();
        foreach (bool value in new[] { true, false })
        {
            if (text.AsSpan(_at).StartsWith(value.ToString()))
            {
                _at += value.ToString().Length;
                return value;
            }
        }

        throw Unexpected("True or False");
    }

    private long[] ReadShape()
    {
        List<long> shape = [];
        Expect('(');
        while (!Take(')'))
        {
            if (shape.Count == MostDimensions)
                throw new EmbeddingFileException($"The shape has more than {MostDimensions} dimensions.");
            shape.Add(ReadNumber());
            if (!Take(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. shape];
    }

    private long ReadNumber()
    {
        SkipBlanks();
        int start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            throw Unexpected($"a whole number from 0 to {long.MaxValue}");
        // Python 2 wrote its long numbers with a mark.
        Take('L');
        return number;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
            throw Unexpected($"'{expected}'");
    }

    private bool Take(char wanted)
    {
        SkipBlanks();
        bool found = _at < text.Length && text[_at] == wanted;
        _at += found ? 1 : 0;
        return found;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n')
            _at++;
    }

    private EmbeddingFileException Unexpected(string expected)
        => new($"Expected {expected} at character {_at} of the header, found {(_at < text.Length ? $"'{text[_at]}'" : "its end")}.");
}

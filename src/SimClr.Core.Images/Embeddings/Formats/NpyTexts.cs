using System.Globalization;
using System.Text;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Texts as an array in NumPy's format: of one length, four bytes a character, with zeros behind the shorter ones.</summary>
internal static class NpyTexts
{
    private const int CharacterBytes = 4;

    private static readonly UTF32Encoding Strict = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Writes texts of the shape [n].</summary>
    public static void Write(Stream stream, IReadOnlyList<string> texts) => Write(stream, texts, [texts.Count]);

    /// <summary>Writes one text without dimensions.</summary>
    public static void Write(Stream stream, string text) => Write(stream, [text], []);

    /// <summary>Reads texts to the array's end.</summary>
    /// <param name="input">The array.</param>
    /// <param name="dimensions">That it must have: 1, or 0 for a single text.</param>
    /// <param name="what">The array's name, for messages.</param>
    /// <exception cref="EmbeddingFileException">The array is damaged, or holds no texts.</exception>
    public static string[] Read(LimitedInput input, int dimensions, string what)
    {
        NpyHeader header = NpyHeader.Read(input);
        // '<U0' would promise any number of texts in no bytes at all; NumPy makes '<U1' of it.
        if (!header.Type.StartsWith("<U", StringComparison.Ordinal)
            || !int.TryParse(header.Type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            || width is < 1 or > int.MaxValue / CharacterBytes)
        {
            throw header.WrongType($"'{what}'", "'<U' with a number of characters");
        }

        header.RequireDimensions(dimensions, $"'{what}'");
        header.RequireValues(input, width * CharacterBytes);
        string[] texts = new string[dimensions == 0 ? 1 : header.Shape[0]];
        byte[] bytes = new byte[texts.Length == 0 ? 0 : width * CharacterBytes];
        for (int i = 0; i < texts.Length; i++)
        {
            input.ReadExactly(bytes, $"'{what}'");
            texts[i] = Decode(bytes.AsSpan(), what, i);
        }

        return texts;
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string what, int index)
    {
        int used = bytes.LastIndexOfAnyExcept((byte)0) + 1;
        try
        {
            return Strict.GetString(bytes[..((used + CharacterBytes - 1) / CharacterBytes * CharacterBytes)]);
        }
        catch (DecoderFallbackException exception)
        {
            throw new EmbeddingFileException($"Text {index} of '{what}' is no valid Unicode: {exception.Message}", exception);
        }
    }

    private static void Write(Stream stream, IReadOnlyList<string> texts, long[] shape)
    {
        int width = Math.Max(1, texts.Count == 0 ? 1 : texts.Max(text => Encoding.UTF32.GetByteCount(text) / CharacterBytes));
        new NpyHeader($"<U{width}", FortranOrder: false, shape).Write(stream);
        byte[] bytes = new byte[width * CharacterBytes];
        foreach (string text in texts)
        {
            bytes.AsSpan(Encoding.UTF32.GetBytes(text, bytes)).Clear();
            stream.Write(bytes);
        }
    }
}

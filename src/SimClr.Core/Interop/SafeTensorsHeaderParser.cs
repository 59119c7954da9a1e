using System.Text.Json;

namespace SimClr.Core.Interop;

/// <summary>Reads a header, strictly: nothing twice, nothing unknown, nothing missing. Its errors name no file; the caller does.</summary>
internal ref struct SafeTensorsHeaderParser
{
    // The header, a tensor in it, its shape: 3 deep.
    private const int MaximumDepth = 4;

    private readonly Dictionary<string, SafeTensorsEntry> _entries = [];
    private Dictionary<string, string>? _metadata;
    private int? _checksumAt;
    private Utf8JsonReader _json;

    private SafeTensorsHeaderParser(ReadOnlySpan<byte> header)
        => _json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = MaximumDepth });

    /// <summary>Reads the header's bytes.</summary>
    /// <exception cref="SafeTensorsException">They are no header.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> header)
    {
        if (header.Length == 0 || header[0] != (byte)'{')
            throw new SafeTensorsException("the header does not begin with '{'");
        try
        {
            return new SafeTensorsHeaderParser(header).ReadHeader();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SafeTensorsException($"the header is no JSON as expected: {exception.Message}", exception);
        }
    }

    private SafeTensorsHeader ReadHeader()
    {
        Expect(JsonTokenType.StartObject, "the header");
        while (ReadName() is { } name)
        {
            if (name == SafeTensorsHeader.MetadataName)
                ReadMetadata();
            else if (!_entries.TryAdd(name, ReadEntry(name)))
                throw new SafeTensorsException($"tensor '{name}' is there twice");
        }

        // Throws where anything but white space follows.
        _json.Read();
        return new SafeTensorsHeader([.. _entries.Values], _metadata ?? []) { ChecksumAt = _checksumAt };
    }

    private void ReadMetadata()
    {
        if (_metadata is not null)
            throw new SafeTensorsException($"{SafeTensorsHeader.MetadataName} is there twice");
        _metadata = [];
        Expect(JsonTokenType.StartObject, SafeTensorsHeader.MetadataName);
        while (ReadName() is { } key)
        {
            Expect(JsonTokenType.String, $"the metadata '{key}'");
            if (!_metadata.TryAdd(key, _json.GetString()!))
                throw new SafeTensorsException($"the metadata '{key}' is there twice");
            if (key == SafeTensorsHeader.ChecksumKey)
                _checksumAt = ChecksumPosition();
        }
    }

    private readonly int ChecksumPosition()
        => _json.ValueSpan.Length == SafeTensorsHeader.NoChecksum.Length && !_json.ValueIsEscaped
            ? (int)_json.TokenStartIndex + 1
            : throw new SafeTensorsException($"the metadata '{SafeTensorsHeader.ChecksumKey}' is no SHA-256 of 64 hexadecimal digits");

    private SafeTensorsEntry ReadEntry(string name)
    {
        SafeTensorsType? type = null;
        long[]? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject, $"tensor '{name}'");
        while (ReadName() is { } property)
        {
            bool repeated = property switch
            {
                "dtype" => Replaced(ref type, ReadType(name)),
                "shape" => Replaced(ref shape, ReadNumbers($"the shape of tensor '{name}'", SafeTensorsEntry.MaximumDimensions)),
                "data_offsets" => Replaced(ref offsets, ReadNumbers($"the data_offsets of tensor '{name}'", 2)),
                _ => throw new SafeTensorsException($"tensor '{name}' has an unknown property '{property}'"),
            };
            if (repeated)
                throw new SafeTensorsException($"tensor '{name}' has {property} twice");
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
            throw new SafeTensorsException($"tensor '{name}' lacks its dtype, shape or two data_offsets");
        return new SafeTensorsEntry(name, type, shape, begin, end);
    }

    private SafeTensorsType ReadType(string name)
    {
        Expect(JsonTokenType.String, $"the dtype of tensor '{name}'");
        return SafeTensorsType.Named(_json.GetString())
            ?? throw new SafeTensorsException($"tensor '{name}' has dtype '{_json.GetString()}'; expected {SafeTensorsType.Names}");
    }

    private long[] ReadNumbers(string what, int most)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray, what);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out long number) || number < 0)
                throw new SafeTensorsException($"{what} holds something else than whole numbers from 0 to {long.MaxValue}");
            if (numbers.Count == most)
                throw new SafeTensorsException($"{what} has more than {most} numbers");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private string? ReadName() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;

    private void Expect(JsonTokenType expected, string what)
    {
        if (!_json.Read() || _json.TokenType != expected)
            throw new SafeTensorsException($"{what} is {_json.TokenType} where {expected} was expected");
    }

    private static bool Replaced<T>(ref T? place, T value)
        where T : class
    {
        bool taken = place is not null;
        place = value;
        return taken;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>What stands before the data: the tensors' places and the metadata.</summary>
/// <remarks>The metadata hold the checksum too, under <see cref="ChecksumKey"/>, where there is one.</remarks>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataName = "__metadata__";
    public const string ChecksumKey = SafeTensorsFile.ChecksumKey;

    /// <summary>The format's own limit, in bytes.</summary>
    public const int MaximumLength = 100_000_000;

    /// <summary>The bytes before the header: its length.</summary>
    public const int LengthBytes = 8;

    /// <summary>Stands for the checksum while it is computed.</summary>
    public static readonly string NoChecksum = new('0', 64);

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where in the header's bytes the checksum stands; null without one.</summary>
    public int? ChecksumAt { get; init; }

    /// <summary>Lays tensors out one after the other, those with the largest elements first, so that all are aligned.</summary>
    /// <exception cref="ArgumentException">A tensor's type or name is none that the format knows.</exception>
    public static SafeTensorsHeader For(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        List<SafeTensorsEntry> entries = [];
        long begin = 0;
        IEnumerable<(string Name, Tensor Tensor, SafeTensorsType Type)> typed =
            tensors.Select(pair => (pair.Key, pair.Value, TypeOf(pair.Key, pair.Value)));
        foreach ((string name, Tensor tensor, SafeTensorsType type) in
                 typed.OrderByDescending(item => item.Type.Size).ThenBy(item => item.Name, StringComparer.Ordinal))
        {
            long end = checked(begin + tensor.NumberOfElements * type.Size);
            entries.Add(new SafeTensorsEntry(name, type, tensor.shape, begin, end));
            begin = end;
        }

        return new SafeTensorsHeader(entries, metadata);
    }

    /// <summary>The header with its length before it, padded with spaces so that the data begins at a multiple of 8.</summary>
    /// <param name="checksum">64 characters.</param>
    /// <exception cref="ArgumentException">The header exceeds the format's limit.</exception>
    public byte[] Encode(string checksum)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, Plain))
            WriteTo(writer, checksum);
        int padded = (json.WrittenCount + 7) / 8 * 8;
        if (padded > MaximumLength)
        {
            throw new ArgumentException(
                $"The names, shapes and metadata take {padded} bytes, but a safetensors header has at most {MaximumLength}.");
        }

        byte[] bytes = new byte[LengthBytes + padded];
        bytes.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(bytes, padded);
        json.WrittenSpan.CopyTo(bytes.AsSpan(LengthBytes));
        return bytes;
    }

    private static SafeTensorsType TypeOf(string name, Tensor tensor)
    {
        if (name == MetadataName)
            throw new ArgumentException($"A tensor cannot be named '{MetadataName}': safetensors keeps that name for the metadata.");
        return SafeTensorsType.Of(tensor.dtype)
            ?? throw new ArgumentException(
                $"Tensor '{name}' is of type {tensor.dtype}; expected one that is called {SafeTensorsType.Names} in safetensors.");
    }

    private void WriteTo(Utf8JsonWriter writer, string checksum)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(MetadataName);
        foreach ((string key, string value) in Metadata.Where(pair => pair.Key != ChecksumKey))
            writer.WriteString(key, value);
        writer.WriteString(ChecksumKey, checksum);
        writer.WriteEndObject();
        foreach (SafeTensorsEntry entry in Entries)
        {
            writer.WriteStartObject(entry.Name);
            writer.WriteString("dtype", entry.Type.Name);
            WriteNumbers(writer, "shape", entry.Shape);
            WriteNumbers(writer, "data_offsets", [entry.Begin, entry.End]);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, long[] numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}

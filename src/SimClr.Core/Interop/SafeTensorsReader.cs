using System.Buffers.Binary;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Reads the format from a stream, strictly; memory grows with the stream's true length, never with a declared one.</summary>
/// <remarks>Its errors name no file; the caller does.</remarks>
internal sealed class SafeTensorsReader(Stream stream)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <exception cref="SafeTensorsException">The content is no safetensors file.</exception>
    public SafeTensorsFile Read()
    {
        using (_hash)
        {
            SafeTensorsHeader header = ReadHeader();
            CheckLayout(header.Entries, stream.Length - stream.Position);
            using DisposeScope scope = NewDisposeScope();
            Dictionary<string, Tensor> tensors = header.Entries.OrderBy(entry => entry.Begin).ToDictionary(entry => entry.Name, ReadTensor);
            CheckChecksum(header);
            foreach (Tensor tensor in tensors.Values)
                tensor.DetachFromDisposeScope();
            return new SafeTensorsFile(tensors, header.Metadata.Where(pair => pair.Key != SafeTensorsHeader.ChecksumKey).ToDictionary())
            {
                IsVerified = header.ChecksumAt is not null,
            };
        }
    }

    private SafeTensorsHeader ReadHeader()
    {
        long room = stream.Length - SafeTensorsHeader.LengthBytes;
        if (room < 0)
        {
            throw new SafeTensorsException(
                $"the file has {stream.Length} bytes; the header's length alone takes {SafeTensorsHeader.LengthBytes}");
        }

        byte[] prefix = new byte[SafeTensorsHeader.LengthBytes];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafeTensorsHeader.MaximumLength)
            throw new SafeTensorsException($"this is no safetensors file, or a damaged one: the header is said to have {length} bytes; at most {SafeTensorsHeader.MaximumLength} may be");
        if (length > (ulong)room)
            throw new SafeTensorsException($"the header is said to have {length} bytes, but only {room} follow");
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        SafeTensorsHeader header = SafeTensorsHeaderParser.Parse(bytes);
        if (header.ChecksumAt is { } at)
            bytes.AsSpan(at, SafeTensorsHeader.NoChecksum.Length).Fill((byte)'0');
        _hash.AppendData(prefix);
        _hash.AppendData(bytes);
        return header;
    }

    private static void CheckLayout(IEnumerable<SafeTensorsEntry> entries, long dataBytes)
    {
        long end = 0;
        foreach (SafeTensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            string name = $"tensor '{entry.Name}'";
            string type = $"{entry.Type.Name} [{string.Join(", ", entry.Shape)}]";
            if (entry.Begin != end)
                throw new SafeTensorsException($"{name} begins at byte {entry.Begin} of the data, but what lies before it ends at {end}");
            if (entry.End < entry.Begin || entry.End > dataBytes)
                throw new SafeTensorsException($"{name} ends at byte {entry.End} of the data, which has {dataBytes}");
            if (SafeTensorsEntry.BytesOf(entry.Type, entry.Shape) != entry.End - entry.Begin)
                throw new SafeTensorsException($"{name} has {entry.End - entry.Begin} bytes, which {type} does not have");
            end = entry.End;
        }

        if (end != dataBytes)
            throw new SafeTensorsException($"the tensors end at byte {end} of the data, but {dataBytes - end} more follow");
    }

    private Tensor ReadTensor(SafeTensorsEntry entry)
    {
        Tensor tensor = empty(entry.Shape, entry.Type.Scalar);
        TensorBytes.Visit(tensor, bytes =>
        {
            stream.ReadExactly(bytes);
            _hash.AppendData(bytes);
            // Any other value of a bool is undefined behavior in C++.
            if (entry.Type.Scalar == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw new SafeTensorsException($"tensor '{entry.Name}' of BOOL holds bytes other than 0 and 1");
        });
        return tensor;
    }

    private void CheckChecksum(SafeTensorsHeader header)
    {
        if (header.ChecksumAt is null)
            return;
        string expected = header.Metadata[SafeTensorsHeader.ChecksumKey];
        string found = Convert.ToHexStringLower(_hash.GetCurrentHash());
        if (found != expected)
            throw new SafeTensorsException($"the content is damaged: its SHA-256 is {found}, but was {expected} when it was written");
    }
}

using System.Security.Cryptography;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Writes the format to a stream; holds a copy of at most one tensor at a time.</summary>
internal static class SafeTensorsWriter
{
    /// <summary>Writes a whole file to a stream that is at its beginning and can seek.</summary>
    /// <exception cref="ArgumentException">A name or type is none that the format knows, or the header exceeds its limit.</exception>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        SafeTensorsHeader header = SafeTensorsHeader.For(tensors, metadata);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(header.Encode(SafeTensorsHeader.NoChecksum));
        foreach (SafeTensorsEntry entry in header.Entries)
            TensorBytes.Read(tensors[entry.Name], Append);
        stream.Position = 0;
        // Of the same length as before: only the checksum's digits differ.
        stream.Write(header.Encode(Convert.ToHexStringLower(hash.GetCurrentHash())));

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }
}

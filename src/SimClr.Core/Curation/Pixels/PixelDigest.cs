using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SimClr.Core.Data;

namespace SimClr.Core.Curation.Pixels;

/// <summary>A hash of decoded pixels: two files with the same picture have the same, however they are compressed.</summary>
internal static class PixelDigest
{
    /// <summary>SHA-256 of size, channels and samples, in hexadecimal digits.</summary>
    public static string Of(Image image)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> header = stackalloc byte[20];
        int at = 0;
        foreach (int number in (ReadOnlySpan<int>)[(int)image.SampleType, (int)image.Layout, image.Width, image.Height, image.Channels])
            BinaryPrimitives.WriteInt32LittleEndian(header[(4 * at++)..], number);
        hash.AppendData(header);
        hash.AppendData(image.SampleType switch
        {
            SampleType.UInt8 => image.Bytes,
            SampleType.UInt16 => MemoryMarshal.AsBytes(image.UInt16Samples),
            _ => MemoryMarshal.AsBytes(image.Floats),
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

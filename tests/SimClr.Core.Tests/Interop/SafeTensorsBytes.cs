using System.Buffers.Binary;
using System.Text;
using SimClr.Core.Interop;

namespace SimClr.Core.Tests.Interop;

/// <summary>Files made by hand: what another program, a defect or an attacker might write.</summary>
internal static class SafeTensorsBytes
{
    /// <summary>A sound file with two tensors and no checksum.</summary>
    public static byte[] Sound => Of(
        """{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"n":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}""",
        new byte[32]);

    public static byte[] Of(string header, byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, byte[] data) => Of((ulong)header.Length, header, data);

    public static byte[] Of(ulong length, byte[] header, byte[] data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. header, .. data];
    }

    public static SafeTensorsFile Read(byte[] bytes) => new SafeTensorsReader(new MemoryStream(bytes)).Read();
}

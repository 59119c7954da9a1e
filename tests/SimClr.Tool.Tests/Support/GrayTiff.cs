using System.Buffers.Binary;

namespace SimClr.Tool.Tests.Support;

/// <summary>The least TIFF file: one strip of uncompressed gray bytes (TIFF 6.0, section 4).</summary>
internal static class GrayTiff
{
    /// <summary>Writes one that grows lighter from the left to the right.</summary>
    public static void Write(string path, int width, int height)
    {
        (int Tag, int Type, int Value)[] fields =
        [
            (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 0), (277, 3, 1), (278, 4, height), (279, 4, width * height),
        ];
        int pixels = 8 + 2 + 12 * fields.Length + 4;
        byte[] file = new byte[pixels + width * height];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(8), (short)fields.Length);
        foreach ((int at, (int tag, int type, int value)) in fields.Index())
        {
            Span<byte> field = file.AsSpan(10 + 12 * at);
            BinaryPrimitives.WriteInt16LittleEndian(field, (short)tag);
            BinaryPrimitives.WriteInt16LittleEndian(field[2..], (short)type);
            BinaryPrimitives.WriteInt32LittleEndian(field[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(field[8..], tag == 273 ? pixels : value);
        }

        for (int i = 0; i < width * height; i++)
            file[pixels + i] = (byte)(i % width * 255 / (width - 1));
        File.WriteAllBytes(path, file);
    }
}

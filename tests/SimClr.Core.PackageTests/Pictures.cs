using System.Text;

namespace SimClr.Core.PackageTests;

/// <summary>Picture files without a library for pictures.</summary>
internal static class Pictures
{
    private const int HeaderLength = 54;
    private const int BitsPerPixel = 24;
    private const int BlockSide = 4;

    /// <summary>Writes square pictures 0.bmp, 1.bmp, ... into a new folder: blocks of colors that no other has.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="count">How many.</param>
    /// <param name="side">Width and height, a multiple of 4.</param>
    public static void Write(string folder, int count, int side)
    {
        Directory.CreateDirectory(folder);
        for (int picture = 0; picture < count; picture++)
            File.WriteAllBytes(Path.Combine(folder, $"{picture}.bmp"), Blocks(picture, side));
    }

    private static byte[] Blocks(int picture, int side)
    {
        using MemoryStream file = new();
        using BinaryWriter writer = new(file);
        int length = side * side * BitsPerPixel / 8;
        writer.Write(Encoding.ASCII.GetBytes("BM"));
        foreach (int value in new[] { HeaderLength + length, 0, HeaderLength, 40, side, side, 1 | BitsPerPixel << 16, 0, length, 0, 0, 0, 0 })
            writer.Write(value);
        for (int at = 0; at < side * side; at++)
        {
            uint block = (uint)(picture * 10_007 + at / side / BlockSide * 101 + at % side / BlockSide + 1);
            uint color = block * 2_654_435_761;   // Knuth's multiplicative hash
            writer.Write([(byte)(color >> 24), (byte)(color >> 16), (byte)(color >> 8)]);
        }

        return file.ToArray();
    }
}

namespace SimClr.Core.Data.Tiff;

/// <summary>Looks up colors: 256 reds, 256 greens, 256 blues of 16 bits each (TIFF 6.0, section 5), of which the higher 8 are taken.</summary>
internal static class TiffPalette
{
    private const int Colors256 = 256;

    public static byte[] Colors(ReadOnlySpan<byte> indices, TiffDirectory directory)
    {
        Span<byte> map = stackalloc byte[3 * Colors256];
        for (int at = 0; at < map.Length; at++)
            map[at] = (byte)(directory.At(TiffTag.ColorMap, at) >> 8);
        byte[] rgb = new byte[indices.Length * 3];
        for (int pixel = 0; pixel < indices.Length; pixel++)
            for (int channel = 0; channel < 3; channel++)
                rgb[pixel * 3 + channel] = map[channel * Colors256 + indices[pixel]];
        return rgb;
    }
}

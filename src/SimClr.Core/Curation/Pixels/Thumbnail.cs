namespace SimClr.Core.Curation.Pixels;

/// <summary>The luma of a picture, scaled to a small square: enough to see whether two pictures are the same.</summary>
/// <param name="pixels">
/// Luma of 0 to 65535, [<see cref="Side"/>, <see cref="Side"/>]: a mean over many pixels is finer than the levels of one.
/// </param>
internal sealed class Thumbnail(ushort[] pixels)
{
    /// <summary>In pixels. Two kilobytes an image.</summary>
    public const int Side = 32;

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<ushort> Pixels => pixels;

    /// <summary>Sums of the luma in [0, 1].</summary>
    public SummedArea Sums()
    {
        float[] values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = pixels[i] / 65535f;
        return new SummedArea(values, Side, Side);
    }

    /// <summary>The greatest difference of two pixels at the same place, 0 to 65535.</summary>
    public int GreatestDifference(Thumbnail other)
    {
        int greatest = 0;
        for (int i = 0; i < pixels.Length; i++)
            greatest = Math.Max(greatest, Math.Abs(pixels[i] - other.Pixels[i]));
        return greatest;
    }
}

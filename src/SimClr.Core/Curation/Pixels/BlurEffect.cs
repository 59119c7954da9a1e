namespace SimClr.Core.Curation.Pixels;

/// <summary>
/// How blurred a picture is: a further blur takes much from the differences of neighbors in a sharp picture, and little in a blurred one.
/// </summary>
/// <remarks>
/// Crété-Roffet, Dolmiere, Ladret and Nicolas 2007, <i>The blur effect: perception and estimation with a new no-reference perceptual blur
/// metric</i>, section 2: the blur is a mean over 9 pixels, along rows and along columns; the larger of both results counts.
/// </remarks>
internal static class BlurEffect
{
    private const int Reach = 4;

    /// <summary>In [0, 1]: 0 sharp, 1 blurred. 1 if all pixels are the same.</summary>
    /// <param name="luma">[height, width].</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    public static double Of(ReadOnlySpan<float> luma, int height, int width)
        => Math.Max(Along(luma, height, width, (width, 1)), Along(luma, width, height, (1, width)));

    // Lines are rows or columns: the second one is reached by the first step, the next pixel of a line by the second.
    private static double Along(ReadOnlySpan<float> luma, int lines, int length, (int Line, int Pixel) step)
    {
        double all = 0, lost = 0;
        for (int line = 0; line < lines; line++)
        {
            int start = line * step.Line;
            for (int at = 1; at < length; at++)
            {
                // The window goes on by one: its mean changes by a ninth of what enters less what leaves.
                double change = luma[start + Within(at + Reach, length) * step.Pixel] - luma[start + Within(at - Reach - 1, length) * step.Pixel];
                double sharp = Math.Abs(luma[start + at * step.Pixel] - luma[start + (at - 1) * step.Pixel]);
                double blurred = Math.Abs(change) / (2 * Reach + 1);
                all += sharp;
                lost += Math.Max(0, sharp - blurred);
            }
        }

        return all > 0 ? (all - lost) / all : 1;
    }

    // The picture goes on beyond its edge as its last pixel.
    private static int Within(int at, int length) => Math.Clamp(at, 0, length - 1);
}

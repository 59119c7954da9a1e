namespace SimClr.Core.Data.Synthetic;

/// <summary>
/// A square picture of float planes [3, H, W] with the few drawing operations that the synthetic images need. Lengths are fractions of the
/// side.
/// </summary>
internal sealed class SyntheticCanvas(int size)
{
    private readonly float[] _planes = new float[3 * size * size];

    private int Area => size * size;

    /// <summary>Fills every pixel by a function of its center.</summary>
    public void Fill(Func<float, float, SyntheticColor> colorAt)
    {
        for (int row = 0, at = 0; row < size; row++)
            for (int column = 0; column < size; column++, at++)
                Set(at, colorAt(Center(column), Center(row)));
    }

    /// <summary>
    /// Draws a figure, anti-aliased: where its outline cuts a pixel, the color is blended by the pixel's distance from it.
    /// </summary>
    /// <param name="centerX">Center of the figure.</param>
    /// <param name="centerY">Center of the figure.</param>
    /// <param name="reach">Nothing is drawn farther than this from the center, on either axis.</param>
    /// <param name="color">Its color.</param>
    /// <param name="distance">Signed distance of a point from the outline, given relative to the center.</param>
    public void Draw(float centerX, float centerY, float reach, SyntheticColor color, Func<float, float, float> distance)
    {
        (int left, int right) = (PixelAt(centerX - reach), PixelAt(centerX + reach));
        (int top, int bottom) = (PixelAt(centerY - reach), PixelAt(centerY + reach));
        for (int row = top; row <= bottom; row++)
            for (int column = left; column <= right; column++)
            {
                float coverage = Math.Clamp(0.5f - distance(Center(column) - centerX, Center(row) - centerY) * size, 0f, 1f);
                if (coverage > 0)
                    Blend(row * size + column, color, coverage);
            }
    }

    /// <summary>Multiplies every pixel by a linear light.</summary>
    /// <param name="slopeX">Change of the factor from the center to the right edge.</param>
    /// <param name="slopeY">Change of the factor from the center to the bottom edge.</param>
    public void Light(float slopeX, float slopeY)
    {
        for (int row = 0, at = 0; row < size; row++)
            for (int column = 0; column < size; column++, at++)
            {
                float factor = 1f + slopeX * (2f * Center(column) - 1f) + slopeY * (2f * Center(row) - 1f);
                for (int channel = 0; channel < 3; channel++)
                    _planes[channel * Area + at] *= factor;
            }
    }

    /// <summary>The picture as bytes [3, H, W], with noise from the given random numbers.</summary>
    /// <param name="amplitude">Largest deviation by noise.</param>
    /// <param name="noise">Gives numbers in [-1, 1].</param>
    public byte[] ToBytes(float amplitude, Func<float> noise)
    {
        byte[] bytes = new byte[_planes.Length];
        for (int at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)(Math.Clamp(_planes[at] + amplitude * noise(), 0f, 1f) * 255f + 0.5f);
        return bytes;
    }

    private float Center(int pixel) => (pixel + 0.5f) / size;

    private int PixelAt(float position) => Math.Clamp((int)(position * size), 0, size - 1);

    private void Set(int at, SyntheticColor color)
        => (_planes[at], _planes[Area + at], _planes[2 * Area + at]) = (color.Red, color.Green, color.Blue);

    private void Blend(int at, SyntheticColor color, float coverage)
    {
        _planes[at] += coverage * (color.Red - _planes[at]);
        _planes[Area + at] += coverage * (color.Green - _planes[Area + at]);
        _planes[2 * Area + at] += coverage * (color.Blue - _planes[2 * Area + at]);
    }
}

namespace SimClr.Core.Curation.Pixels;

/// <summary>A picture as sums from its corner, so that the mean over any box costs the same.</summary>
/// <remarks>Crow 1984, <i>Summed-area tables for texture mapping</i>. Between pixels the sums are interpolated, as if each pixel were even.</remarks>
internal sealed class SummedArea
{
    private readonly int _height;
    private readonly int _width;
    private readonly float[] _sums;

    /// <param name="pixels">[height, width].</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    public SummedArea(ReadOnlySpan<float> pixels, int height, int width)
    {
        (_height, _width, _sums) = (height, width, new float[(height + 1) * (width + 1)]);
        for (int y = 0; y < height; y++)
        {
            float row = 0;
            for (int x = 0; x < width; x++)
            {
                row += pixels[y * width + x];
                _sums[(y + 1) * (width + 1) + x + 1] = _sums[y * (width + 1) + x + 1] + row;
            }
        }
    }

    /// <summary>The whole picture, scaled: each value is the mean over its box.</summary>
    /// <param name="rows">Height of the result.</param>
    /// <param name="columns">Width of the result.</param>
    /// <param name="target">[rows, columns].</param>
    public void Sample(int rows, int columns, Span<float> target) => Sample(PictureBox.Whole, rows, columns, target);

    /// <summary>A part of the picture, scaled: each value is the mean over its box.</summary>
    /// <param name="box">The part.</param>
    /// <param name="rows">Height of the result.</param>
    /// <param name="columns">Width of the result.</param>
    /// <param name="target">[rows, columns].</param>
    public void Sample(PictureBox box, int rows, int columns, Span<float> target)
    {
        Span<float> above = stackalloc float[columns + 1], below = stackalloc float[columns + 1];
        float height = box.Height * _height / rows, width = box.Width * _width / columns;
        float scale = 1 / (height * width);
        Line(box.Top * _height, box.Left * _width, width, above);
        for (int y = 0; y < rows; y++)
        {
            Line(box.Top * _height + (y + 1) * height, box.Left * _width, width, below);
            for (int x = 0; x < columns; x++)
                target[y * columns + x] = (below[x + 1] - below[x] - above[x + 1] + above[x]) * scale;
            below.CopyTo(above);
        }
    }

    // The sums along one line, at equal steps.
    private void Line(float y, float left, float step, Span<float> sums)
    {
        int row = Math.Clamp((int)y, 0, _height - 1);
        float part = y - row;
        ReadOnlySpan<float> first = _sums.AsSpan(row * (_width + 1), _width + 1), second = _sums.AsSpan((row + 1) * (_width + 1), _width + 1);
        for (int i = 0; i < sums.Length; i++)
        {
            float x = left + i * step;
            int column = Math.Clamp((int)x, 0, _width - 1);
            float within = x - column;
            float a = first[column] + within * (first[column + 1] - first[column]);
            float b = second[column] + within * (second[column + 1] - second[column]);
            sums[i] = a + part * (b - a);
        }
    }
}

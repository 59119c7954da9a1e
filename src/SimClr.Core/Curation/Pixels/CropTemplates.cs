namespace SimClr.Core.Curation.Pixels;

/// <summary>A picture scaled to all sizes that it could have as a part of another one.</summary>
/// <remarks>Each has mean 0 and length 1, so that a product with a window gives their correlation but for the window's own length.</remarks>
internal sealed class CropTemplates
{
    /// <summary>Side of the grid that the search runs on.</summary>
    public const int Side = 16;

    /// <summary>Least side of a part, in pixels of the grid: half of the picture.</summary>
    public const int Least = Side / 2;

    private const double MostStretch = 1.34;

    private static readonly (int Height, int Width)[] Sizes =
    [
        .. from height in Enumerable.Range(Least, Side - Least + 1).Reverse()
           from width in Enumerable.Range(Least, Side - Least + 1).Reverse()
           where Math.Max((double)height / width, (double)width / height) <= MostStretch
           select (height, width),
    ];

    /// <param name="picture">Luma, [<see cref="Thumbnail.Side"/>, <see cref="Thumbnail.Side"/>].</param>
    public CropTemplates(SummedArea picture)
    {
        float[] square = new float[Side * Side];
        List<CropTemplate> all = [];
        foreach ((int height, int width) in Sizes)
        {
            float[] values = new float[height * Side], mirrored = new float[height * Side];
            picture.Sample(height, width, square);
            Standardize(square.AsSpan(0, height * width));
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    values[y * Side + x] = mirrored[y * Side + width - 1 - x] = square[y * width + x];
            }

            all.Add(new CropTemplate(height, width, values, mirrored));
        }

        All = all;
    }

    /// <summary>From the whole picture to the smallest.</summary>
    public IReadOnlyList<CropTemplate> All { get; }

    private static void Standardize(Span<float> values)
    {
        float mean = 0, square = 0;
        foreach (float value in values)
            mean += value / values.Length;
        foreach (ref float value in values)
        {
            value -= mean;
            square += value * value;
        }

        float scale = square > 0 ? 1 / MathF.Sqrt(square) : 0;
        foreach (ref float value in values)
            value *= scale;
    }
}

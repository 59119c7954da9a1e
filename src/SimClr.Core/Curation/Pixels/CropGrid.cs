using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Pixels;

/// <summary>A picture on a coarse grid, in which a template is looked for at every place.</summary>
internal sealed class CropGrid
{
    private const int Side = CropTemplates.Side;

    // Wide enough for a template's zeros at the last place.
    private const int Stride = 2 * Side;

    // A tenth of a gray level: nothing to correlate with.
    private const float LeastVariance = 1e-6f;

    private readonly float[] _values = new float[Side * Stride];
    private readonly float[] _sums = new float[(Side + 1) * (Side + 1)];
    private readonly float[] _squares = new float[(Side + 1) * (Side + 1)];

    /// <param name="picture">The picture.</param>
    public CropGrid(SummedArea picture)
    {
        float[] pixels = new float[Side * Side];
        picture.Sample(Side, Side, pixels);
        // The mean does not change a correlation, and without it the squares round less.
        float mean = pixels.Average();
        for (int y = 0; y < Side; y++)
        {
            float sum = 0, square = 0;
            for (int x = 0; x < Side; x++)
            {
                float value = pixels[y * Side + x] - mean;
                _values[y * Stride + x] = value;
                (sum, square) = (sum + value, square + value * value);
                int at = (y + 1) * (Side + 1) + x + 1;
                (_sums[at], _squares[at]) = (_sums[at - Side - 1] + sum, _squares[at - Side - 1] + square);
            }
        }
    }

    /// <summary>Looks for a template at every place, and for its mirror image, whose windows are the same.</summary>
    /// <param name="template">The template.</param>
    /// <param name="plain">The best place so far, taken over where this template finds a better one.</param>
    /// <param name="mirrored">The same for the mirror image.</param>
    public void Search(CropTemplate template, ref CropPlace plain, ref CropPlace mirrored)
    {
        int area = template.Height * template.Width;
        for (int top = 0; top <= Side - template.Height; top++)
        {
            for (int left = 0; left <= Side - template.Width; left++)
            {
                float sum = Box(_sums, top, left, template), variance = Box(_squares, top, left, template) - sum * sum / area;
                if (variance <= LeastVariance * area)
                    continue;
                float scale = 1 / MathF.Sqrt(variance);
                float correlation = scale * Product(template.Values, top, left, template.Height);
                if (correlation > plain.Correlation)
                    plain = new CropPlace(correlation, top, left, template.Height, template.Width);
                correlation = scale * Product(template.Mirrored, top, left, template.Height);
                if (correlation > mirrored.Correlation)
                    mirrored = new CropPlace(correlation, top, left, template.Height, template.Width);
            }
        }
    }

    private static float Box(float[] sums, int top, int left, CropTemplate template)
    {
        int above = top * (Side + 1) + left, below = above + template.Height * (Side + 1);
        return sums[below + template.Width] - sums[below] - sums[above + template.Width] + sums[above];
    }

    private float Product(ReadOnlySpan<float> template, int top, int left, int height)
    {
        ref float values = ref _values[top * Stride + left];
        ref float weights = ref MemoryMarshal.GetReference(template);
        Vector256<float> low = Vector256<float>.Zero, high = Vector256<float>.Zero;
        for (int y = 0; y < height; y++)
        {
            low += Vector256.LoadUnsafe(ref values, (nuint)(y * Stride)) * Vector256.LoadUnsafe(ref weights, (nuint)(y * Side));
            high += Vector256.LoadUnsafe(ref values, (nuint)(y * Stride + 8)) * Vector256.LoadUnsafe(ref weights, (nuint)(y * Side + 8));
        }

        return Vector256.Sum(low + high);
    }
}

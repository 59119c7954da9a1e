using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>
/// The taps of an antialiased resize along one axis: output x is the sum over k in [0, Count) of Weights[x * Count + k] * input[Starts[x]
/// + k].
/// All outputs have the same number of taps and stay inside the input, so that the loops over them need no tests.
/// </summary>
/// <remarks>
/// Positions and normalisation as in PIL and torchvision: pixel centres at half integers, the filter widened by the scale when shrinking,
/// taps beyond the input left out and the rest renormalised.
/// </remarks>
internal readonly ref struct ResampleTaps
{
    private ResampleTaps(Span<int> starts, Span<float> weights, int count)
    {
        Starts = starts;
        Weights = weights;
        Count = count;
    }

    /// <summary>First input of each output; never decreases.</summary>
    public Span<int> Starts { get; }

    /// <summary>The weights, <see cref="Count"/> for each output.</summary>
    public Span<float> Weights { get; }

    /// <summary>Taps of each output.</summary>
    public int Count { get; }

    /// <summary>An upper bound of <see cref="Count"/>.</summary>
    public static int MaximumCount(int input, int output, ResizeInterpolation interpolation)
        => Math.Min(input, (int)Math.Ceiling(2 * Support(input, output, interpolation)) + 1);

    /// <summary>Floats of working memory that <see cref="Create"/> needs.</summary>
    public static int MemoryLength(int input, int output, int padded, ResizeInterpolation interpolation)
        => padded * (1 + MaximumCount(input, output, interpolation));

    /// <summary>Computes the taps.</summary>
    /// <param name="input">Pixels before.</param>
    /// <param name="output">Pixels after.</param>
    /// <param name="padded">Outputs with those beyond the last, which have zero weights.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="gain">A factor that all weights carry, such as 1/255.</param>
    /// <param name="memory">At least <see cref="MemoryLength"/> floats; becomes part of the result.</param>
    public static ResampleTaps Create(int input, int output, int padded, ResizeInterpolation interpolation, float gain, Span<float> memory)
    {
        double scale = (double)input / output;
        double support = Support(input, output, interpolation);
        Span<int> starts = MemoryMarshal.Cast<float, int>(memory[..padded]);
        int count = 1;
        for (int x = 0; x < output; x++)
        {
            (int start, int end) = Range(x, scale, support, input);
            starts[x] = start;
            count = Math.Max(count, end - start);
        }

        Span<float> weights = memory.Slice(padded, padded * count);
        double stretch = 1 / Math.Max(scale, 1);
        for (int x = 0; x < output; x++)
        {
            (int start, int end) = Range(x, scale, support, input);
            starts[x] = Math.Min(start, input - count);
            Span<float> own = weights.Slice(x * count, count);
            own.Clear();
            double center = (x + 0.5) * scale;
            Fill(own.Slice(start - starts[x], end - start), start + 0.5 - center, stretch, interpolation, gain);
        }

        starts[output..].Fill(starts[output - 1]);
        weights[(output * count)..].Clear();
        return new ResampleTaps(starts, weights, count);
    }

    private static void Fill(Span<float> weights, double firstOffset, double stretch, ResizeInterpolation interpolation, float gain)
    {
        double sum = 0;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            double weight = Filter(Math.Abs((firstOffset + tap) * stretch), interpolation);
            weights[tap] = (float)weight;
            sum += weight;
        }

        float normalize = (float)(gain / sum);
        foreach (ref float weight in weights)
            weight *= normalize;
    }

    private static (int Start, int End) Range(int x, double scale, double support, int input)
    {
        double center = (x + 0.5) * scale;
        int start = Math.Max(0, (int)(center - support + 0.5));
        int end = Math.Min(input, (int)(center + support + 0.5));
        return (start, end);
    }

    private static double Support(int input, int output, ResizeInterpolation interpolation)
        => (interpolation == ResizeInterpolation.Bicubic ? 2 : 1) * Math.Max(1, (double)input / output);

    private static double Filter(double distance, ResizeInterpolation interpolation)
    {
        const double A = -0.5;
        if (interpolation == ResizeInterpolation.Bilinear)
            return Math.Max(0, 1 - distance);
        return distance switch
        {
            < 1 => ((A + 2) * distance - (A + 3)) * distance * distance + 1,
            < 2 => (((distance - 5) * distance + 8) * distance - 4) * A,
            _ => 0,
        };
    }
}

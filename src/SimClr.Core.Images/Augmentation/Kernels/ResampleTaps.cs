using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>
/// The taps of an antialiased resize along one axis: output x is the sum over k in [0, Count) of Weights[x * Count + k] * input[Starts[x]
/// + k], where both count from the first that is wanted or needed.
/// All outputs have the same number of taps and stay inside the input, so that the loops over them need no tests.
/// </summary>
/// <remarks>
/// Normalization as in PIL and torchvision: taps beyond the input are left out and the rest renormalized.
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

    /// <summary>Floats of working memory that <see cref="Create"/> needs.</summary>
    public static long MemoryLength(in ResampleAxis axis, int padded) => padded * (1L + axis.MaximumTaps);

    /// <summary>Computes the taps.</summary>
    /// <param name="axis">What is resized to what.</param>
    /// <param name="padded">Outputs with those beyond the last, which have zero weights.</param>
    /// <param name="gain">A factor that all weights carry, such as 1/255.</param>
    /// <param name="memory">At least <see cref="MemoryLength"/> floats; becomes part of the result.</param>
    public static ResampleTaps Create(in ResampleAxis axis, int padded, float gain, Span<float> memory)
    {
        int output = axis.Length;
        int low = axis.Low;
        int extent = axis.Extent;
        Span<int> starts = MemoryMarshal.Cast<float, int>(memory[..padded]);
        int count = 1;
        for (int x = 0; x < output; x++)
        {
            (int start, int end) = axis.Range(x);
            starts[x] = start - low;
            count = Math.Max(count, end - start);
        }

        Span<float> weights = memory.Slice(padded, padded * count);
        double stretch = 1 / Math.Max(axis.Scale, 1);
        for (int x = 0; x < output; x++)
        {
            (int start, int end) = axis.Range(x);
            starts[x] = Math.Min(start - low, extent - count);
            Span<float> own = weights.Slice(x * count, count);
            own.Clear();
            Fill(own.Slice(start - low - starts[x], end - start), start + 0.5 - axis.Center(x), stretch, axis.Interpolation, gain);
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

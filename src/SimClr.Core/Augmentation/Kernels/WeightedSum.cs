using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>The inner loops of separable filters.</summary>
internal static class WeightedSum
{
    /// <summary>result[x] = sum over k of weights[k] * source[offsets[k] + x], kept between two bounds.</summary>
    public static void OfRows(
        ReadOnlySpan<float> source, ReadOnlySpan<int> offsets, ReadOnlySpan<float> weights, Span<float> result, float lower, float upper)
    {
        int step = Vector<float>.Count;
        int at = 0;
        ref float first = ref MemoryMarshal.GetReference(source);
        for (; at <= result.Length - step; at += step)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int tap = 0; tap < weights.Length; tap++)
                sum = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref first, (nuint)(offsets[tap] + at)), new Vector<float>(weights[tap]), sum);
            Vector.ClampNative(sum, new Vector<float>(lower), new Vector<float>(upper)).StoreUnsafe(ref MemoryMarshal.GetReference(result), (nuint)at);
        }

        for (; at < result.Length; at++)
        {
            float sum = 0;
            for (int tap = 0; tap < weights.Length; tap++)
                sum = float.MultiplyAddEstimate(source[offsets[tap] + at], weights[tap], sum);
            result[at] = Math.Clamp(sum, lower, upper);
        }
    }

    /// <summary>result[x] = sum over k of weights[k] * line[x + k].</summary>
    public static void OfNeighbours(ReadOnlySpan<float> line, ReadOnlySpan<float> weights, Span<float> result)
    {
        int step = Vector<float>.Count;
        int at = 0;
        ref float first = ref MemoryMarshal.GetReference(line);
        for (; at <= result.Length - step; at += step)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int tap = 0; tap < weights.Length; tap++)
                sum = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref first, tap), (nuint)at), new Vector<float>(weights[tap]), sum);
            sum.StoreUnsafe(ref MemoryMarshal.GetReference(result), (nuint)at);
        }

        for (; at < result.Length; at++)
        {
            float sum = 0;
            for (int tap = 0; tap < weights.Length; tap++)
                sum = float.MultiplyAddEstimate(line[at + tap], weights[tap], sum);
            result[at] = sum;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>
/// The inner loop of every separable filter: result[x] = sum over k of weights[k] * source[offsets[k] + x], kept between two bounds.
/// Offsets that are starts of rows filter along columns, neighboring offsets filter along a row.
/// </summary>
internal readonly ref struct WeightedSum
{
    // One multiply-add must wait for the one before it on the same sum; four sums side by side keep the processor busy.
    private const int Block = 4;

    private readonly ref float _source;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ref float _weights;
    private readonly Vector<float> _lower;
    private readonly Vector<float> _upper;

    private WeightedSum(ReadOnlySpan<float> source, ReadOnlySpan<int> offsets, ReadOnlySpan<float> weights, float lower, float upper)
    {
        _source = ref MemoryMarshal.GetReference(source);
        _offsets = offsets;
        _weights = ref MemoryMarshal.GetReference(weights);
        (_lower, _upper) = (new Vector<float>(lower), new Vector<float>(upper));
    }

    /// <summary>Computes the sums; as many weights as offsets, and every offset leaves room for the whole result in the source.</summary>
    public static void Compute(
        ReadOnlySpan<float> source,
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> weights,
        Span<float> result,
        float lower = float.NegativeInfinity,
        float upper = float.PositiveInfinity)
    {
        WeightedSum sum = new(source, offsets, weights, lower, upper);
        int step = Vector<float>.Count;
        ref float target = ref MemoryMarshal.GetReference(result);
        int at = 0;
        for (; at <= result.Length - Block * step; at += Block * step)
            sum.StoreBlock(at, ref Unsafe.Add(ref target, at));
        for (; at <= result.Length - step; at += step)
            sum.StoreVector(at, ref Unsafe.Add(ref target, at));
        for (; at < result.Length; at++)
            result[at] = Math.Clamp(sum.At(at), lower, upper);
    }

    private void StoreBlock(int at, ref float target)
    {
        nuint step = (nuint)Vector<float>.Count;
        Vector<float> a = Vector<float>.Zero, b = Vector<float>.Zero, c = Vector<float>.Zero, d = Vector<float>.Zero;
        for (int tap = 0; tap < _offsets.Length; tap++)
        {
            ref float row = ref Unsafe.Add(ref _source, _offsets[tap] + at);
            Vector<float> weight = new(Unsafe.Add(ref _weights, tap));
            a = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row), weight, a);
            b = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row, step), weight, b);
            c = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row, 2 * step), weight, c);
            d = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row, 3 * step), weight, d);
        }

        Vector.ClampNative(a, _lower, _upper).StoreUnsafe(ref target);
        Vector.ClampNative(b, _lower, _upper).StoreUnsafe(ref target, step);
        Vector.ClampNative(c, _lower, _upper).StoreUnsafe(ref target, 2 * step);
        Vector.ClampNative(d, _lower, _upper).StoreUnsafe(ref target, 3 * step);
    }

    private void StoreVector(int at, ref float target)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int tap = 0; tap < _offsets.Length; tap++)
        {
            Vector<float> values = Vector.LoadUnsafe(ref Unsafe.Add(ref _source, _offsets[tap] + at));
            sum = Vector.MultiplyAddEstimate(values, new Vector<float>(Unsafe.Add(ref _weights, tap)), sum);
        }

        Vector.ClampNative(sum, _lower, _upper).StoreUnsafe(ref target);
    }

    private float At(int at)
    {
        float sum = 0;
        for (int tap = 0; tap < _offsets.Length; tap++)
            sum = float.MultiplyAddEstimate(Unsafe.Add(ref _source, _offsets[tap] + at), Unsafe.Add(ref _weights, tap), sum);
        return sum;
    }
}

using System.Runtime.Intrinsics;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>A copy of vectors, each scaled to length 1; a vector of zeros stays as it is.</summary>
internal sealed class UnitVectors
{
    private const int RowsOfUnit = 512;

    private readonly float[] _values;
    private readonly bool[] _isZero;

    private UnitVectors(float[] values, bool[] isZero, int dimension)
    {
        _values = values;
        _isZero = isZero;
        Dimension = dimension;
    }

    public int Count => _isZero.Length;

    public int Dimension { get; }

    /// <summary>The rows, [n, D].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <exception cref="ArgumentException">They exceed the longest array, or one of a set of <see cref="EmbeddingSet.Open"/> is not finite.</exception>
    public static UnitVectors Of(EmbeddingSet embeddings)
    {
        int dimension = embeddings.Dimension;
        float[] values = FeatureSetChecks.Allocate(embeddings.Count, dimension);
        bool[] isZero = new bool[embeddings.Count];
        for (int index = 0; index < embeddings.Count; index++)
        {
            ReadOnlySpan<float> row = embeddings.Row(index);
            int invalid = FeatureSetChecks.IndexOfNonFinite(row);
            if (invalid >= 0)
                throw new ArgumentException($"Value {invalid} of vector {index} is {row[invalid]}; all must be finite.", nameof(embeddings));
            row.CopyTo(values.AsSpan(index * dimension));
        }

        WorkUnits.Run((embeddings.Count + RowsOfUnit - 1) / RowsOfUnit, unit =>
        {
            for (int index = unit * RowsOfUnit; index < Math.Min(embeddings.Count, (unit + 1) * RowsOfUnit); index++)
                isZero[index] = !Normalize(values.AsSpan(index * dimension, dimension));
        });
        return new UnitVectors(values, isZero, dimension);
    }

    public ReadOnlySpan<float> Row(int index) => _values.AsSpan(index * Dimension, Dimension);

    /// <summary>The same rows as features, not copied.</summary>
    public FeatureSet ToFeatureSet() => new(_values, Dimension);

    /// <summary>
    /// The squared distance of two vectors, 2 - 2 cos: exactly 0 for equal ones, and 2 where one is zero, which is similar to none.
    /// </summary>
    public static float SquaredDistance(UnitVectors left, int leftIndex, UnitVectors right, int rightIndex)
        => left._isZero[leftIndex] || right._isZero[rightIndex] ? 2 : SquaredDistance(left.Row(leftIndex), right.Row(rightIndex));

    private static float SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector256<float> even = default, odd = default;
        int i = 0;
        for (; i + 16 <= left.Length; i += 16)
        {
            Vector256<float> first = Vector256.Create(left[i..]) - Vector256.Create(right[i..]);
            Vector256<float> second = Vector256.Create(left[(i + 8)..]) - Vector256.Create(right[(i + 8)..]);
            even += first * first;
            odd += second * second;
        }

        float rest = 0;
        for (; i < left.Length; i++)
            rest += (left[i] - right[i]) * (left[i] - right[i]);
        return Lanes.Sum(even + odd) + rest;
    }

    // Divided by the greatest magnitude first: the squares can then neither overflow nor vanish. Not by TensorPrimitives, whose sums
    // depend on the width of the processor's vectors.
    private static bool Normalize(Span<float> row)
    {
        float greatest = 0;
        foreach (float value in row)
            greatest = MathF.Max(greatest, MathF.Abs(value));
        if (greatest == 0)
            return false;
        double sum = 0;
        foreach (float value in row)
            sum += (double)(value / greatest) * (value / greatest);
        double norm = greatest * Math.Sqrt(sum);
        foreach (ref float value in row)
            value = (float)(value / norm);
        return true;
    }
}

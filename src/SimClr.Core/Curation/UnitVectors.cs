using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation;

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
        for (int index = 0; index < embeddings.Count; index++)
        {
            ReadOnlySpan<float> row = embeddings.Row(index);
            int invalid = FeatureSetChecks.IndexOfNonFinite(row);
            if (invalid >= 0)
                throw new ArgumentException($"Value {invalid} of vector {index} is {row[invalid]}; all must be finite.", nameof(embeddings));
            row.CopyTo(values.AsSpan(index * dimension));
        }

        return Of(values, dimension);
    }

    /// <summary>Scales finite vectors in place.</summary>
    /// <param name="values">[n, D]; not copied.</param>
    /// <param name="dimension">D.</param>
    public static UnitVectors Of(float[] values, int dimension)
    {
        bool[] isZero = new bool[values.Length / dimension];
        ForEach(isZero.Length, index => isZero[index] = !Normalize(values.AsSpan(index * dimension, dimension)));
        return new UnitVectors(values, isZero, dimension);
    }

    public ReadOnlySpan<float> Row(int index) => _values.AsSpan(index * Dimension, Dimension);

    /// <summary>The same rows as features, not copied.</summary>
    public FeatureSet ToFeatureSet() => new(_values, Dimension);

    /// <summary>The cosine similarity of every vector to one direction.</summary>
    /// <param name="direction">[D], of length 1.</param>
    /// <param name="take">Gets a vector's index and its similarity; called from several threads, for each vector once.</param>
    public void Compare(float[] direction, Action<int, float> take)
        => ForEach(Count, index => take(index, TensorPrimitives.Dot(Row(index), direction)));

    /// <summary>The direction of the mean of some vectors, [D]; zeros if they cancel out.</summary>
    public float[] MeanDirection(IEnumerable<int> indices)
    {
        double[] sum = new double[Dimension];
        foreach (int index in indices)
        {
            ReadOnlySpan<float> row = Row(index);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += row[i];
        }

        double length = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select(value => length > 0 ? (float)(value / length) : 0)];
    }

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

    private static void ForEach(int count, Action<int> work) => WorkUnits.Run((count + RowsOfUnit - 1) / RowsOfUnit, unit =>
    {
        for (int index = unit * RowsOfUnit; index < Math.Min(count, (unit + 1) * RowsOfUnit); index++)
            work(index);
    });

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

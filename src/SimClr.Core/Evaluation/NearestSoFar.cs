using System.Buffers;

namespace SimClr.Core.Evaluation;

/// <summary>The nearest images to each query among those compared so far, nearest first; of equally near ones the lower index.</summary>
/// <remarks>Different queries may be offered images on different threads.</remarks>
internal sealed class NearestSoFar
{
    private readonly int _queryCount;
    private readonly int _count;
    private readonly int[] _indices;
    private readonly float[] _similarities;
    private readonly int[] _held;

    /// <param name="queryCount">Number of queries.</param>
    /// <param name="count">k.</param>
    /// <exception cref="ArgumentException">They are more than an array can hold.</exception>
    public NearestSoFar(int queryCount, int count)
    {
        long length = (long)queryCount * count;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{count} neighbors of {queryCount} queries are {length} numbers; at most {Array.MaxLength} fit into one result. Search "
                + "for some of the queries at a time.");
        }

        (_queryCount, _count) = (queryCount, count);
        (_indices, _similarities, _held) = (new int[length], new float[length], new int[queryCount]);
    }

    /// <summary>Takes the next images of the bank into account.</summary>
    /// <param name="query">Number of the query.</param>
    /// <param name="similarities">Of consecutive images; overwritten at the image left out.</param>
    /// <param name="first">Index of the first of them, above all that were offered before.</param>
    /// <param name="leftOut">Which of them is no neighbour; none where it is not among them.</param>
    public void Offer(int query, Span<float> similarities, int first, int leftOut)
    {
        bool isWithin = leftOut >= 0 && leftOut < similarities.Length;
        if (isWithin)
            similarities[leftOut] = float.NegativeInfinity;
        int count = Math.Min(_count, similarities.Length - (isWithin ? 1 : 0));
        if (count == 0)
            return;
        Span<int> indices = _indices.AsSpan(query * _count, _count);
        Span<float> nearest = _similarities.AsSpan(query * _count, _count);
        if (_held[query] == 0)
        {
            GreatestSelection.Select(similarities, indices[..count], nearest[..count]);
            for (int i = 0; i < count; i++)
                indices[i] += first;
            _held[query] = count;
            return;
        }

        // The nearest of this block, and behind them the nearest of all.
        int[] numbers = ArrayPool<int>.Shared.Rent(count + _count);
        float[] values = ArrayPool<float>.Shared.Rent(count + _count);
        GreatestSelection.Select(similarities, numbers.AsSpan(0, count), values.AsSpan(0, count));
        int held = _held[query];
        int total = Math.Min(_count, held + count);
        for (int to = count, old = 0, young = 0; to < count + total; to++)
        {
            // Of equally near ones, those of earlier blocks have the lower index.
            if (young == count || (old < held && nearest[old] >= values[young]))
                (numbers[to], values[to]) = (indices[old], nearest[old++]);
            else
                (numbers[to], values[to]) = (first + numbers[young], values[young++]);
        }

        numbers.AsSpan(count, total).CopyTo(indices);
        values.AsSpan(count, total).CopyTo(nearest);
        _held[query] = total;
        ArrayPool<int>.Shared.Return(numbers);
        ArrayPool<float>.Shared.Return(values);
    }

    /// <summary>The neighbours, once the whole bank has been offered.</summary>
    public Neighbors Result() => new(_queryCount, _count, _indices, _similarities);
}

namespace SimClr.Core.Evaluation;

/// <summary>The nearest images to each of several queries, nearest first.</summary>
/// <remarks>Immutable; may be read by any number of threads.</remarks>
public sealed class Neighbors
{
    private readonly int[] _indices;
    private readonly float[] _similarities;

    internal Neighbors(int queryCount, int count, int[] indices, float[] similarities)
    {
        QueryCount = queryCount;
        Count = count;
        _indices = indices;
        _similarities = similarities;
    }

    /// <summary>Number of queries.</summary>
    public int QueryCount { get; }

    /// <summary>k, the number of neighbors of each query.</summary>
    public int Count { get; }

    /// <summary>
    /// The neighbors of one query, [k]: indices into the bank, nearest first; of equally near ones the lower index first.
    /// </summary>
    /// <param name="query">In [0, <see cref="QueryCount"/>).</param>
    public ReadOnlySpan<int> Indices(int query) => _indices.AsSpan(Start(query), Count);

    /// <summary>Their cosine similarities to the query, [k], in [-1, 1] but for rounding, falling.</summary>
    /// <param name="query">In [0, <see cref="QueryCount"/>).</param>
    public ReadOnlySpan<float> Similarities(int query) => _similarities.AsSpan(Start(query), Count);

    /// <summary>The same with fewer neighbors of each query.</summary>
    /// <param name="count">In [1, <see cref="Count"/>].</param>
    internal Neighbors Nearest(int count)
    {
        if (count == Count)
            return this;
        int[] indices = new int[QueryCount * count];
        float[] similarities = new float[indices.Length];
        for (int query = 0; query < QueryCount; query++)
        {
            Indices(query)[..count].CopyTo(indices.AsSpan(query * count));
            Similarities(query)[..count].CopyTo(similarities.AsSpan(query * count));
        }

        return new Neighbors(QueryCount, count, indices, similarities);
    }

    private int Start(int query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query, QueryCount);
        return query * Count;
    }
}

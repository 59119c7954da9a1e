using System.Numerics.Tensors;

namespace SimClr.Core.Embeddings;

/// <summary>Exact search by cosine similarity: what is looked for is compared with every vector of a set.</summary>
/// <remarks>
/// <para>Without an index and without libtorch; uses all processors. 50,000 vectors of 512 values take some ten milliseconds. The result is
/// the same for any number of threads; last digits depend on the processor's vectors.</para>
/// <para>Thread-safe. Takes 4 bytes an image beside the set.</para>
/// </remarks>
public sealed class EmbeddingSearch
{
    // Rows a thread compares at a time.
    private const int BlockRows = 2048;

    private readonly EmbeddingSet _embeddings;
    private readonly float[] _lengths;

    /// <summary>Prepares a search: reads every vector once.</summary>
    /// <param name="embeddings">The set to search; borrowed, and in use as long as the search is.</param>
    public EmbeddingSearch(EmbeddingSet embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        _embeddings = embeddings;
        _lengths = new float[embeddings.Count];
        for (int index = 0; index < _lengths.Length; index++)
            _lengths[index] = TensorPrimitives.Norm(embeddings.Row(index));
    }

    /// <summary>The images nearest to a vector, nearest first; of equally near ones the lower index first.</summary>
    /// <param name="query">[D], of the set's dimension and of the same model; need not be of unit length.</param>
    /// <param name="count">How many at most, at least 1.</param>
    /// <exception cref="ArgumentException">The vector has another length than those of the set.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<EmbeddingMatch> Find(ReadOnlyMemory<float> query, int count)
    {
        if (query.Length != _embeddings.Dimension)
            throw new ArgumentException($"Expected a vector of {_embeddings.Dimension} values, as the set has, found {query.Length}.", nameof(query));
        return Nearest(query, count, except: -1);
    }

    /// <summary>The images nearest to one of the set, itself left out; in the order of <see cref="Find"/>.</summary>
    /// <param name="index">The image, in [0, count of the set).</param>
    /// <param name="count">How many at most, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public IReadOnlyList<EmbeddingMatch> FindNeighbors(int index, int count) => Nearest(_embeddings.Row(index).ToArray(), count, index);

    private EmbeddingMatch[] Nearest(ReadOnlyMemory<float> query, int count, int except)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        float length = TensorPrimitives.Norm(query.Span);
        int blocks = (_embeddings.Count + BlockRows - 1) / BlockRows;
        EmbeddingMatch[][] best = new EmbeddingMatch[blocks][];
        Parallel.For(0, blocks, block => best[block] = BestOf(block, query.Span, length, count, except));
        return [.. best.SelectMany(matches => matches).OrderByDescending(match => match.Similarity).ThenBy(match => match.Index).Take(count)];
    }

    private EmbeddingMatch[] BestOf(int block, ReadOnlySpan<float> query, float length, int count, int except)
    {
        (int first, int end) = (block * BlockRows, Math.Min(_embeddings.Count, (block + 1) * BlockRows));
        PriorityQueue<EmbeddingMatch, (float, int)> best = new();
        for (int index = first; index < end; index++)
        {
            if (index == except)
                continue;
            // The lengths one after the other: their product may overflow. A vector of zeros points nowhere.
            float similarity = length > 0 && _lengths[index] > 0
                ? TensorPrimitives.Dot(query, _embeddings.Row(index)) / length / _lengths[index]
                : 0;
            if (best.Count < count)
                best.Enqueue(new EmbeddingMatch(index, similarity), (similarity, -index));
            else
                best.EnqueueDequeue(new EmbeddingMatch(index, similarity), (similarity, -index));
        }

        return [.. best.UnorderedItems.Select(item => item.Element)];
    }
}

using System.Numerics.Tensors;
using SimClr.Core.Embeddings;

namespace SimClr.Tool.Explore.Searching;

/// <summary>Exact search by cosine similarity: the vector looked for is compared with all.</summary>
/// <remarks>Any number of threads may search.</remarks>
internal sealed class VectorSearch
{
    // Rows a thread compares at a time.
    private const int BlockRows = 2048;

    private readonly EmbeddingSet _embeddings;
    private readonly float[] _lengths;

    public VectorSearch(EmbeddingSet embeddings)
    {
        _embeddings = embeddings;
        _lengths = new float[embeddings.Count];
        for (int i = 0; i < _lengths.Length; i++)
            _lengths[i] = TensorPrimitives.Norm(embeddings.Row(i));
    }

    /// <summary>The pictures nearest to one of the collection, itself left out, nearest first.</summary>
    public Match[] NearestTo(int index, int count) => Nearest(_embeddings.Row(index).ToArray(), count, index);

    /// <summary>The pictures nearest to any vector, nearest first; of equally near ones the lower index first.</summary>
    /// <param name="query">Of the collection's dimension.</param>
    /// <param name="count">How many at most.</param>
    public Match[] NearestTo(ReadOnlyMemory<float> query, int count) => Nearest(query, count, except: -1);

    private Match[] Nearest(ReadOnlyMemory<float> query, int count, int except)
    {
        float length = TensorPrimitives.Norm(query.Span);
        int blocks = (_embeddings.Count + BlockRows - 1) / BlockRows;
        Match[][] best = new Match[blocks][];
        Parallel.For(0, blocks, block => best[block] = BestOf(block, query.Span, length, count, except));
        return [.. best.SelectMany(matches => matches).OrderByDescending(match => match.Similarity).ThenBy(match => match.Index).Take(count)];
    }

    private Match[] BestOf(int block, ReadOnlySpan<float> query, float length, int count, int except)
    {
        (int first, int end) = (block * BlockRows, Math.Min(_embeddings.Count, (block + 1) * BlockRows));
        PriorityQueue<Match, (float, int)> best = new(count + 1);
        for (int i = first; i < end; i++)
        {
            if (i == except)
                continue;
            float both = length * _lengths[i];
            // A vector of zeros points nowhere.
            float similarity = both > 0 ? TensorPrimitives.Dot(query, _embeddings.Row(i)) / both : 0;
            best.Enqueue(new Match(i, similarity), (similarity, -i));
            if (best.Count > count)
                best.Dequeue();
        }

        return [.. best.UnorderedItems.Select(item => item.Element)];
    }
}

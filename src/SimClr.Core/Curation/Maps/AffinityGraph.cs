using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>The symmetric affinities of all points, row by row: those that attract each point, and how much.</summary>
/// <remarks>
/// An affinity is the mean of the two directions, n times p_ij of t-SNE: a row's sum is 1 on average. Each row is filled up, to
/// a multiple of <see cref="Attraction.AtOnce"/>, with the point itself at affinity 0, which attracts nothing.
/// </remarks>
internal sealed class AffinityGraph
{
    private const int RowsOfUnit = 256;

    private readonly int[] _starts;
    private readonly int[] _indices;
    private readonly float[] _affinities;

    private AffinityGraph(int[] starts)
    {
        _starts = starts;
        _indices = new int[starts[^1]];
        _affinities = new float[starts[^1]];
    }

    public int Count => _starts.Length - 1;

    public ReadOnlySpan<int> Indices(int row) => _indices.AsSpan(_starts[row].._starts[row + 1]);

    public ReadOnlySpan<float> Affinities(int row) => _affinities.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>Calibrates each point's affinities to its neighbors, and joins the two directions.</summary>
    /// <exception cref="ArgumentException">The affinities are more than an array can hold.</exception>
    public static AffinityGraph Of(ExactNeighbors neighbors, double perplexity)
    {
        DirectedAffinities outgoing = DirectedAffinities.Of(neighbors, perplexity);
        DirectedAffinities incoming = outgoing.Reversed();
        int[] lengths = new int[outgoing.Count];
        ForRows(outgoing.Count, row => lengths[row] = Merge(row, outgoing, incoming, null));
        AffinityGraph graph = new(Starts(lengths));
        ForRows(outgoing.Count, row => Merge(row, outgoing, incoming, graph));
        return graph;
    }

    private static void ForRows(int count, Action<int> work) => WorkUnits.Run((count + RowsOfUnit - 1) / RowsOfUnit, unit =>
    {
        for (int row = unit * RowsOfUnit; row < Math.Min(count, (unit + 1) * RowsOfUnit); row++)
            work(row);
    });

    private static int[] Starts(int[] lengths)
    {
        int[] starts = new int[lengths.Length + 1];
        long total = 0;
        for (int row = 0; row < lengths.Length; row++)
        {
            total += (lengths[row] + Attraction.AtOnce - 1) / Attraction.AtOnce * Attraction.AtOnce;
            if (total > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"The neighbors of {lengths.Length} points attract each other in more than {Array.MaxLength} ways. Map a part of them, or "
                    + "take a smaller perplexity.");
            }

            starts[row + 1] = (int)total;
        }

        return starts;
    }

    // Both directions are sorted by index. Returns how many entries they make; writes them where there is a graph.
    private static int Merge(int row, DirectedAffinities outgoing, DirectedAffinities incoming, AffinityGraph? graph)
    {
        ReadOnlySpan<int> to = outgoing.Indices(row), from = incoming.Indices(row);
        Span<int> indices = graph is null ? default : graph._indices.AsSpan(graph._starts[row]..graph._starts[row + 1]);
        Span<float> affinities = graph is null ? default : graph._affinities.AsSpan(graph._starts[row]..graph._starts[row + 1]);
        int length = 0;
        for (int i = 0, j = 0; i < to.Length || j < from.Length; length++)
        {
            bool takesTo = j == from.Length || (i < to.Length && to[i] <= from[j]);
            bool takesFrom = i == to.Length || (j < from.Length && from[j] <= to[i]);
            if (graph is not null)
            {
                indices[length] = takesTo ? to[i] : from[j];
                affinities[length] = ((takesTo ? outgoing.Affinities(row)[i] : 0) + (takesFrom ? incoming.Affinities(row)[j] : 0)) / 2;
            }

            i += takesTo ? 1 : 0;
            j += takesFrom ? 1 : 0;
        }

        if (graph is not null)
            indices[length..].Fill(row);
        return length;
    }
}

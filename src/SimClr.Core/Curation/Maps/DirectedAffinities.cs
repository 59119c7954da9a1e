using System.Runtime.Intrinsics;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>Affinities in one direction, row by row, each row sorted by the index of the other point.</summary>
internal sealed class DirectedAffinities
{
    private const int RowsOfUnit = 256;

    private readonly int[] _starts;
    private readonly int[] _indices;
    private readonly float[] _affinities;

    private DirectedAffinities(int[] starts)
    {
        _starts = starts;
        _indices = new int[starts[^1]];
        _affinities = new float[starts[^1]];
    }

    public int Count => _starts.Length - 1;

    public Span<int> Indices(int row) => _indices.AsSpan(_starts[row].._starts[row + 1]);

    public Span<float> Affinities(int row) => _affinities.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>Those of each query to its neighbors; a row's sum is 1.</summary>
    public static DirectedAffinities Of(ExactNeighbors neighbors, double perplexity)
    {
        DirectedAffinities result = new([.. Enumerable.Range(0, neighbors.QueryCount + 1).Select(row => row * neighbors.Count)]);
        WorkUnits.Run((result.Count + RowsOfUnit - 1) / RowsOfUnit, unit =>
        {
            Vector256<double>[] work = new Vector256<double>[(neighbors.Count + 3) / 4];
            for (int row = unit * RowsOfUnit; row < Math.Min(result.Count, (unit + 1) * RowsOfUnit); row++)
            {
                Maps.Affinities.Calibrate(neighbors.SquaredDistances(row), perplexity, result.Affinities(row), work);
                neighbors.Indices(row).CopyTo(result.Indices(row));
                result.Indices(row).Sort(result.Affinities(row));
            }
        });
        return result;
    }

    /// <summary>The same, seen from the other point.</summary>
    public DirectedAffinities Reversed()
    {
        int[] starts = new int[Count + 1];
        foreach (int index in _indices)
            starts[index + 1]++;
        for (int row = 0; row < Count; row++)
            starts[row + 1] += starts[row];
        DirectedAffinities result = new(starts);
        int[] next = [.. starts];
        for (int row = 0; row < Count; row++)
        {
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                int to = next[_indices[i]]++;
                (result._indices[to], result._affinities[to]) = (row, _affinities[i]);
            }
        }

        return result;
    }
}

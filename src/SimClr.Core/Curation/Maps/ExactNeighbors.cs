using SimClr.Core.Evaluation;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>The nearest vectors to each of several, with distances that are computed in a fixed order of summation.</summary>
/// <remarks>
/// A search by matrix products rounds as the library below it pleases, so two vectors that are almost equally near may change places.
/// Some more candidates than needed are compared again here, which leaves the choice to the vectors alone.
/// </remarks>
internal sealed class ExactNeighbors
{
    /// <summary>Candidates that are searched for beyond the k neighbors.</summary>
    public const int Spare = 8;

    private const int QueriesOfUnit = 128;

    private readonly int[] _indices;
    private readonly float[] _squaredDistances;

    private ExactNeighbors(int queryCount, int count)
    {
        (QueryCount, Count) = (queryCount, count);
        (_indices, _squaredDistances) = (new int[queryCount * count], new float[queryCount * count]);
    }

    public int QueryCount { get; }

    /// <summary>k.</summary>
    public int Count { get; }

    /// <summary>Their indices in the bank, nearest first; of equally near ones the lower index first.</summary>
    public Span<int> Indices(int query) => _indices.AsSpan(query * Count, Count);

    /// <summary>Their squared distances, rising.</summary>
    public Span<float> SquaredDistances(int query) => _squaredDistances.AsSpan(query * Count, Count);

    /// <summary>The k nearest of each query's candidates.</summary>
    public static ExactNeighbors Of(UnitVectors queries, UnitVectors bank, Neighbors candidates, int count)
    {
        ExactNeighbors nearest = new(queries.Count, count);
        int compared = Math.Min(candidates.Count, count + Spare);
        WorkUnits.Run((queries.Count + QueriesOfUnit - 1) / QueriesOfUnit, unit =>
        {
            // The bits of numbers that are not negative order as they do; below them the index.
            ulong[] keys = new ulong[compared];
            for (int query = unit * QueriesOfUnit; query < Math.Min(queries.Count, (unit + 1) * QueriesOfUnit); query++)
            {
                ReadOnlySpan<int> indices = candidates.Indices(query);
                for (int i = 0; i < compared; i++)
                {
                    float distance = UnitVectors.SquaredDistance(queries, query, bank, indices[i]);
                    keys[i] = ((ulong)BitConverter.SingleToUInt32Bits(distance) << 32) | (uint)indices[i];
                }

                Array.Sort(keys);
                nearest.Take(query, keys);
            }
        });
        return nearest;
    }

    private void Take(int query, ReadOnlySpan<ulong> keys)
    {
        for (int i = 0; i < Count; i++)
        {
            Indices(query)[i] = (int)(uint)keys[i];
            SquaredDistances(query)[i] = BitConverter.UInt32BitsToSingle((uint)(keys[i] >> 32));
        }
    }
}

namespace SimClr.Core.Curation.Maps;

/// <summary>How two neighborhoods of an image differ, or those of several, added up: whole numbers, which any order adds up alike.</summary>
/// <param name="Intrusion">How far the neighbors on the map alone are from being neighbors among the vectors, in ranks.</param>
/// <param name="Extrusion">How far the neighbors among the vectors alone are from being neighbors on the map.</param>
/// <param name="Common">Neighbors of both kinds.</param>
internal readonly record struct NeighborhoodComparison(long Intrusion, long Extrusion, long Common)
{
    public static NeighborhoodComparison operator +(NeighborhoodComparison left, NeighborhoodComparison right)
        => new(left.Intrusion + right.Intrusion, left.Extrusion + right.Extrusion, left.Common + right.Common);
}

using System.Numerics;

namespace SimClr.Tool.Explore.Maps;

/// <summary>Where the pictures lie, and in which group.</summary>
/// <param name="Points">One for each picture.</param>
/// <param name="Clusters">The group of each, from 0, the largest first; -1 between groups.</param>
internal sealed record MapLayout(Vector2[] Points, short[] Clusters)
{
    /// <summary>Finds the groups.</summary>
    public static MapLayout Of(ReadOnlySpan<Vector2> points) => new(points.ToArray(), MapClusters.Find(points));
}

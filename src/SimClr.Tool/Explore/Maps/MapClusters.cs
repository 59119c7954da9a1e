using System.Numerics;

namespace SimClr.Tool.Explore.Maps;

/// <summary>Groups on a map as the eye sees them: hills of density with valleys between them. Their number follows from the map.</summary>
/// <remarks>
/// Cells are visited from the densest down, and each joins a hill that it touches. Where two hills meet, the lower one is part of the higher
/// unless the valley is deep enough (Chazal et al. 2013, <i>Persistence-based clustering in Riemannian manifolds</i>). Deterministic.
/// </remarks>
internal static class MapClusters
{
    // A valley is one if it is less dense than this part of the lower hill.
    private const float Valley = 0.6f;

    // Of all pictures; smaller hills are no groups.
    private const double SmallestShare = 0.005;
    private const int SmallestCount = 5;
    private const int MostClusters = 60;

    /// <summary>The group of each point, from 0, the largest first; -1 for points in none.</summary>
    public static short[] Find(ReadOnlySpan<Vector2> points)
    {
        DensityGrid grid = DensityGrid.Of(points);
        int[] hills = Climb(grid);
        int[] hillOf = new int[points.Length];
        for (int i = 0; i < points.Length; i++)
            hillOf[i] = hills[grid.CellOf(points[i])];
        int smallest = Math.Max(SmallestCount, (int)(points.Length * SmallestShare));
        Dictionary<int, short> numbers = hillOf.CountBy(hill => hill)
            .Where(hill => hill.Value >= smallest)
            .OrderByDescending(hill => hill.Value).ThenBy(hill => hill.Key)
            .Take(MostClusters)
            .Index().ToDictionary(hill => hill.Item.Key, hill => (short)hill.Index);
        return [.. hillOf.Select(hill => numbers.GetValueOrDefault(hill, (short)-1))];
    }

    // The peak of each cell's hill.
    private static int[] Climb(DensityGrid grid)
    {
        int[] parents = new int[grid.Density.Length];
        Array.Fill(parents, -1);
        foreach (int cell in Enumerable.Range(0, parents.Length).OrderByDescending(cell => grid.Density[cell]).ThenBy(cell => cell))
        {
            int[] peaks = [.. DensityGrid.Around(cell).Where(near => parents[near] >= 0).Select(near => Peak(parents, near)).Distinct()
                .OrderByDescending(peak => grid.Density[peak]).ThenBy(peak => peak)];
            parents[cell] = peaks.Length == 0 ? cell : peaks[0];
            foreach (int lower in peaks.Skip(1))
                if (grid.Density[cell] > Valley * grid.Density[lower])
                    parents[lower] = peaks[0];
        }

        return [.. Enumerable.Range(0, parents.Length).Select(cell => Peak(parents, cell))];
    }

    private static int Peak(int[] parents, int cell)
    {
        while (parents[cell] != cell)
            cell = parents[cell] = parents[parents[cell]];
        return cell;
    }
}

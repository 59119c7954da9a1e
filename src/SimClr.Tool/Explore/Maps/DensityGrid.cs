using System.Numerics;

namespace SimClr.Tool.Explore.Maps;

/// <summary>How densely a map is filled, in square cells.</summary>
internal sealed class DensityGrid
{
    private const int Side = 128;

    // Standard deviation of the blur, in cells: a fiftieth of the map.
    private const double Spread = Side / 50.0;

    private readonly Vector2 _corner;
    private readonly float _cell;

    private DensityGrid(Vector2 corner, float cell) => (_corner, _cell) = (corner, cell);

    /// <summary>Points near each cell, [Side * Side], row by row.</summary>
    public float[] Density { get; private set; } = new float[Side * Side];

    /// <summary>Counts points, and blurs the counts.</summary>
    public static DensityGrid Of(ReadOnlySpan<Vector2> points)
    {
        Vector2 least = points[0], most = points[0];
        foreach (Vector2 point in points)
            (least, most) = (Vector2.Min(least, point), Vector2.Max(most, point));
        float cell = Math.Max(Math.Max(most.X - least.X, most.Y - least.Y), float.Epsilon * Side * 2) / (Side - 1);
        DensityGrid grid = new(least, cell);
        foreach (Vector2 point in points)
            grid.Density[grid.CellOf(point)]++;
        grid.Density = Blur(Blur(grid.Density, 1, Side), Side, 1);
        return grid;
    }

    /// <summary>The cell that a point lies in.</summary>
    public int CellOf(Vector2 point)
    {
        Vector2 at = (point - _corner) / _cell;
        return Math.Clamp((int)at.Y, 0, Side - 1) * Side + Math.Clamp((int)at.X, 0, Side - 1);
    }

    /// <summary>The up to eight cells around one.</summary>
    public static IEnumerable<int> Around(int cell)
    {
        (int row, int column) = Math.DivRem(cell, Side);
        for (int y = Math.Max(0, row - 1); y <= Math.Min(Side - 1, row + 1); y++)
            for (int x = Math.Max(0, column - 1); x <= Math.Min(Side - 1, column + 1); x++)
                if (y * Side + x != cell)
                    yield return y * Side + x;
    }

    // Along one direction: cells that follow each other are `step` apart, lines `line`.
    private static float[] Blur(float[] counts, int step, int line)
    {
        int reach = (int)Math.Ceiling(3 * Spread);
        double[] weights = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(offset => Math.Exp(-offset * offset / (2 * Spread * Spread)))];
        float[] blurred = new float[counts.Length];
        for (int at = 0; at < Side * Side; at++)
        {
            (int row, int place) = Math.DivRem(at, Side);
            double sum = 0;
            for (int offset = -reach; offset <= reach; offset++)
                if (place + offset is >= 0 and < Side)
                    sum += weights[offset + reach] * counts[row * line + (place + offset) * step];
            blurred[row * line + place * step] = (float)sum;
        }

        return blurred;
    }
}

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>How many nodes a grid has a side, and how far they lie apart.</summary>
/// <param name="Nodes">M.</param>
/// <param name="Spacing">Between two of them.</param>
internal readonly record struct GridShape(int Nodes, float Spacing)
{
    // The spline's error is then some thousandths of the kernel's height for neighbors, and less for all others.
    private const float WidestSpacing = 1 / 3f;
    private const int Margin = 16;

    private static readonly int[] Sizes = [64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048];

    /// <summary>The side of a square that a map may fill: around it, the padding's edge would disturb the spline.</summary>
    public float Room => (Nodes - Margin) * Spacing;

    /// <summary>The least grid for a map of an extent; what is smaller than the smallest grid, or larger than the largest, changes its spacing.</summary>
    public static GridShape For(float extent)
    {
        foreach (int nodes in Sizes)
        {
            GridShape shape = new(nodes, WidestSpacing);
            if (extent > shape.Room)
                continue;
            while (nodes == Sizes[0] && shape.Spacing > 1e-30f && extent <= shape.Room / 2)
                shape = shape with { Spacing = shape.Spacing / 2 };
            return shape;
        }

        GridShape largest = new(Sizes[^1], WidestSpacing);
        while (extent > largest.Room)
            largest = largest with { Spacing = largest.Spacing * 2 };
        return largest;
    }
}

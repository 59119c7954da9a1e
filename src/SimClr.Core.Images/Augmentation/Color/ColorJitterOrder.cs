namespace SimClr.Core.Augmentation;

/// <summary>The 24 orders of the four parts of <see cref="ColorJitter"/>, numbered lexicographically.</summary>
public static class ColorJitterOrder
{
    /// <summary>Number of orders.</summary>
    public const int Count = 24;

    private static readonly ColorJitterStep[] Table =
    [
        .. from a in Enum.GetValues<ColorJitterStep>()
           from b in Enum.GetValues<ColorJitterStep>()
           from c in Enum.GetValues<ColorJitterStep>()
           from d in Enum.GetValues<ColorJitterStep>()
           where new[] { a, b, c, d }.Distinct().Count() == 4
           from step in new[] { a, b, c, d }
           select step,
    ];

    /// <summary>The steps of an order, first to last; 0 is brightness, contrast, saturation, hue.</summary>
    /// <param name="order">In [0, 24).</param>
    public static ReadOnlySpan<ColorJitterStep> Steps(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(order, Count);
        return Table.AsSpan(order * 4, 4);
    }
}

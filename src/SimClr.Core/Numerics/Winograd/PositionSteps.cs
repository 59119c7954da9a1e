namespace SimClr.Core.Numerics.Winograd;

/// <summary>How far apart the 4 x 4 positions of transformed tiles lie, in values.</summary>
/// <param name="One">From a position to the next.</param>
internal readonly record struct PositionSteps(nint One)
{
    // Sixteen positions a multiple of a page apart would share the same few lines of a first-level cache.
    private const int Apart = 16;

    public nint Two => 2 * One;

    public nint Three => 3 * One;

    public nint Four => 4 * One;

    /// <summary>Values of all 16 positions.</summary>
    public long Length => 16L * One;

    /// <summary>Of positions that hold so many values each.</summary>
    public static PositionSteps Of(long values) => new(checked((nint)values + Apart));
}

namespace SimClr.Core.Data;

/// <summary>The check that every source makes of an index.</summary>
internal static class IndexGuard
{
    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, count).</exception>
    public static void Check(int index, int count)
    {
        if ((uint)index >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Expected the index of one of {count} images, from 0.");
    }
}

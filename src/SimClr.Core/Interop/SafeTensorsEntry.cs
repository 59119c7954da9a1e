namespace SimClr.Core.Interop;

/// <summary>Where a tensor lies: bytes <paramref name="Begin"/> to <paramref name="End"/> (excluded) of the data area.</summary>
internal sealed record SafeTensorsEntry(string Name, SafeTensorsType Type, long[] Shape, long Begin, long End)
{
    /// <summary>libtorch's kernels take no more.</summary>
    public const int MaximumDimensions = 64;

    /// <summary>Bytes of a tensor; null where they exceed 63 bits, even with dimensions of 0 taken as 1.</summary>
    public static long? BytesOf(SafeTensorsType type, ReadOnlySpan<long> shape)
    {
        Int128 bytes = type.Size, bound = type.Size;
        foreach (long dimension in shape)
        {
            bytes *= dimension;
            bound *= Math.Max(1, dimension);
            if (bound > long.MaxValue)
                return null;
        }

        return (long)bytes;
    }
}

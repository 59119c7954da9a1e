using static SimClr.Core.Numerics.Memory.SystemCalls;

namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// A range of addresses that belongs to this process for ever. Its memory becomes usable from the start upwards, and takes space in RAM page
/// by page when it is first written.
/// </summary>
internal sealed class AddressRange
{
    private const long LeastLength = 1L << 30;
    private const long Alignment = 2L << 20; // the size of a huge page
    private const long CommitStep = 64L << 20;

    private long _committed;

    private AddressRange(nint start, long length) => (Start, Length) = (start, length);

    /// <summary>The first address, a multiple of 2 MiB.</summary>
    public nint Start { get; }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>Reserves addresses, half as many each time that the system refuses (ulimit -v).</summary>
    /// <param name="length">A power of two, at least 1 GiB.</param>
    /// <returns>Null if not even 1 GiB could be had.</returns>
    public static AddressRange? TryReserve(long length)
    {
        for (; length >= LeastLength; length /= 2)
        {
            nint start = Map((nint)(length + Alignment), Access.None);
            if (start != MapFailed)
                return new AddressRange((nint)((start + Alignment - 1) & -Alignment), length);
        }

        return null;
    }

    /// <summary>Makes the memory below a length usable.</summary>
    /// <returns>False if the system has no memory for it.</returns>
    public bool TryCommit(long length)
    {
        if (length <= _committed)
            return true;
        long wanted = Math.Min((length + CommitStep - 1) / CommitStep * CommitStep, Length);
        nint start = Start + (nint)_committed;
        nint more = (nint)(wanted - _committed);
        if (Protect(start, more, Access.Read | Access.Write) != 0)
            return false;
        _ = Advise(start, more, Advice.HugePage); // A hint; without it everything works, a little slower.
        _committed = wanted;
        return true;
    }

    /// <summary>Gives a part's space in RAM back; it reads as zeros afterwards.</summary>
    public void Discard(long start, long length)
    {
        length = Math.Min(length, _committed - start);
        if (length > 0)
            _ = Advise(Start + (nint)start, (nint)length, Advice.DontNeed);
    }
}

namespace SimClr.Core.Numerics.Memory;

/// <summary>Large blocks of memory from one range of addresses. Freed ones are kept for the next until <see cref="Trim"/>.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BlockHeap(AddressRange range)
{
    /// <summary>
    /// What <see cref="Trim"/> leaves: programs that embed a few images at a time need about so much, again and again.
    /// </summary>
    public const long KeptLength = 64L << 20;

    private const long PageSize = 4096;

    private readonly Lock _lock = new();
    private readonly ExtentMap _map = new(range.Length);
    private long _releases;

    /// <summary>Blocks given back so far.</summary>
    public long Releases
    {
        get
        {
            lock (_lock)
                return _releases;
        }
    }

    /// <summary>Sum of the sizes of all blocks, in whole pages.</summary>
    public long BlockBytes
    {
        get
        {
            lock (_lock)
                return _map.TakenLength;
        }
    }

    /// <summary>Whether an address is in the heap's range.</summary>
    public bool Contains(nint address) => (ulong)(address - range.Start) < (ulong)range.Length;

    /// <summary>Takes a block of at least so many bytes, aligned to a page; what it contains is undefined.</summary>
    /// <returns>Its address, or 0 if there is no room or no memory, or no byte was asked for.</returns>
    public nint TryAllocate(nuint bytes)
    {
        if (bytes == 0 || bytes > (nuint)range.Length)
            return 0;
        long length = ((long)bytes + PageSize - 1) & -PageSize;
        lock (_lock)
        {
            if (!_map.TryTake(length, out long start))
                return 0;
            if (range.TryCommit(start + length))
            {
                AllocationMeter.Count(length);
                return range.Start + (nint)start;
            }

            _map.TryGiveBack(start);
            return 0;
        }
    }

    /// <summary>Gives a block back.</summary>
    /// <exception cref="InvalidOperationException">There is no block at this address.</exception>
    public void Release(nint block)
    {
        lock (_lock)
        {
            long before = _map.TakenLength;
            if (!_map.TryGiveBack(block - range.Start))
                throw new InvalidOperationException($"No block of memory begins at {block:x}: it was freed twice, or was none.");
            AllocationMeter.Count(_map.TakenLength - before);
            _releases++;
        }
    }

    /// <summary>Gives the pages of free blocks back to the system, but for those among the first <see cref="KeptLength"/> bytes.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            foreach ((long start, long length) in _map.FreeExtents)
            {
                long from = Math.Max(start, KeptLength);
                range.Discard(from, start + length - from);
            }
        }
    }
}

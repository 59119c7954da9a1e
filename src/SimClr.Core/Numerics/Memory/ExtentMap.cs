namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// Which parts of a range of addresses are taken: best fit, the lowest of equals; neighbors that are free are merged at once. Knows
/// numbers only, no memory.
/// </summary>
/// <remarks>
/// The untouched end of the range is the largest free extent, so best fit takes from it only what fits nowhere else. Free extents stand in
/// two arrays by address: they are few even where blocks are many, and a call allocates nothing. Not thread-safe.
/// </remarks>
internal sealed class ExtentMap
{
    private readonly Dictionary<long, long> _taken = []; // start -> length
    private long[] _starts = new long[64];
    private long[] _lengths = new long[64];
    private int _free;

    /// <summary>Creates a map in which everything is free.</summary>
    /// <param name="length">Length of the range, which starts at 0.</param>
    public ExtentMap(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        Insert(0, 0, length);
    }

    /// <summary>Length of the whole range.</summary>
    public long Length { get; }

    /// <summary>Sum of the taken extents' lengths.</summary>
    public long TakenLength { get; private set; }

    /// <summary>Number of taken extents.</summary>
    public int TakenCount => _taken.Count;

    /// <summary>The free extents, by address.</summary>
    public IEnumerable<(long Start, long Length)> FreeExtents
    {
        get
        {
            for (int at = 0; at < _free; at++)
                yield return (_starts[at], _lengths[at]);
        }
    }

    /// <summary>Takes the smallest free extent that is long enough, or its beginning.</summary>
    /// <param name="length">At least 1.</param>
    /// <param name="start">Where the taken extent starts.</param>
    /// <returns>False if no free extent is long enough.</returns>
    public bool TryTake(long length, out long start)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        start = 0;
        int best = -1;
        for (int at = 0; at < _free; at++)
            if (_lengths[at] >= length && (best < 0 || _lengths[at] < _lengths[best]))
                best = at;
        if (best < 0)
            return false;
        start = _starts[best];
        _taken.Add(start, length);
        TakenLength += length;
        if (_lengths[best] == length)
            Remove(best);
        else
            (_starts[best], _lengths[best]) = (start + length, _lengths[best] - length);
        return true;
    }

    /// <summary>Gives a taken extent back.</summary>
    /// <param name="start">Where it starts.</param>
    /// <returns>False if no taken extent starts there.</returns>
    public bool TryGiveBack(long start)
    {
        if (!_taken.Remove(start, out long length))
            return false;
        TakenLength -= length;
        int next = ~Array.BinarySearch(_starts, 0, _free, start);
        bool joinsNext = next < _free && start + length == _starts[next];
        bool joinsPrevious = next > 0 && _starts[next - 1] + _lengths[next - 1] == start;
        if (joinsPrevious)
            _lengths[next - 1] += length;
        else if (joinsNext)
            (_starts[next], _lengths[next]) = (start, _lengths[next] + length);
        else
            Insert(next, start, length);
        if (joinsPrevious && joinsNext)
        {
            _lengths[next - 1] += _lengths[next];
            Remove(next);
        }

        return true;
    }

    private void Insert(int at, long start, long length)
    {
        if (_free == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * _free);
            Array.Resize(ref _lengths, 2 * _free);
        }

        Array.Copy(_starts, at, _starts, at + 1, _free - at);
        Array.Copy(_lengths, at, _lengths, at + 1, _free - at);
        (_starts[at], _lengths[at]) = (start, length);
        _free++;
    }

    private void Remove(int at)
    {
        _free--;
        Array.Copy(_starts, at + 1, _starts, at, _free - at);
        Array.Copy(_lengths, at + 1, _lengths, at, _free - at);
    }
}

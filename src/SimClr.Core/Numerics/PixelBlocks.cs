using System.Buffers;
using System.Numerics;

namespace SimClr.Core.Numerics;

/// <summary>
/// Pixels of C channels, channels-last, cut into blocks that stay in a second-level cache. Few channels are taken several pixels at a time:
/// a <see cref="Period"/> of values after which the channels repeat.
/// </summary>
/// <remarks>The blocks follow from the shape alone, so sums over them do not depend on the number of threads.</remarks>
internal sealed class PixelBlocks
{
    private const int ShortestPeriod = 64;
    private const int ValuesOfBlock = 16 << 10; // 64 KiB
    private const int BlocksOfUnit = 8;

    private readonly long _values;
    private readonly int _channels;

    public PixelBlocks(in ChannelsLastImages images)
    {
        _channels = images.Channels;
        _values = images.Pixels * _channels;
        Period = _channels * Math.Max(1, ShortestPeriod / _channels);
        Length = Math.Max(Period, ValuesOfBlock / Period * Period);
        Count = checked((int)((_values + Length - 1) / Length));
    }

    /// <summary>Whether the channels fill vectors.</summary>
    public static bool Supports(long channels) => channels % Vector<float>.Count == 0;

    /// <summary>A multiple of the channels: the length of an array with a value for each.</summary>
    public int Period { get; }

    /// <summary>Values of a block; the last may be shorter.</summary>
    public int Length { get; }

    public int Count { get; }

    public long Start(int block) => (long)block * Length;

    public int LengthOf(int block) => (int)Math.Min(Length, _values - Start(block));

    /// <summary>Calls <paramref name="work"/> with each block, on all threads.</summary>
    public void ForEach(Action<int> work) => WorkUnits.Run((Count + BlocksOfUnit - 1) / BlocksOfUnit, unit =>
    {
        int end = Math.Min(Count, (unit + 1) * BlocksOfUnit);
        for (int block = unit * BlocksOfUnit; block < end; block++)
            work(block);
    });

    /// <summary>One value a channel, repeated to the period.</summary>
    public float[] Repeat(ReadOnlySpan<float> channels)
    {
        float[] repeated = new float[Period];
        for (int start = 0; start < Period; start += _channels)
            channels.CopyTo(repeated.AsSpan(start));
        return repeated;
    }

    /// <summary>Adds up what belongs to the same channel, into the first C values.</summary>
    public void Fold(Span<float> sums)
    {
        for (int at = _channels; at < Period; at++)
            sums[at % _channels] += sums[at];
    }

    /// <summary>An array of at least a period's length, of zeros; to be given back to the shared pool.</summary>
    public float[] RentZeros()
    {
        float[] sums = ArrayPool<float>.Shared.Rent(Period);
        Array.Clear(sums, 0, Period);
        return sums;
    }
}

using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Training;

/// <summary>Small images of random bytes, made when read; can fail at one index and counts its readers.</summary>
internal sealed class DrawnImages(int count, int side = 8, int channels = 3) : IImageSource
{
    private int _reads;

    public int Count => count;

    public int Reads => Volatile.Read(ref _reads);

    public int? FailingIndex { get; init; }

    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Added to an image's label, and around.</summary>
    public int LabelShift { get; init; }

    public Image Read(int index)
    {
        Interlocked.Increment(ref _reads);
        if (index == FailingIndex)
            throw new ImageReadException("file seventeen.png is broken");
        RandomStream random = new(99, 0, index);
        byte[] bytes = new byte[side * side * channels];
        for (int at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)random.NextUInt32();
        return new Image(bytes, side, side, channels);
    }

    public int? GetLabel(int index) => ClassNames.Count == 0 ? null : (index + LabelShift) % ClassNames.Count;
}

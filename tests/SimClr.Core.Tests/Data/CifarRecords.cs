using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Data;

/// <summary>Made-up CIFAR files.</summary>
internal static class CifarRecords
{
    public const int PixelBytes = 3072;

    /// <summary>One record a label, with random pixels.</summary>
    public static byte[] Cifar10(params byte[] labels) => Records([.. labels.Select(label => new[] { label })]);

    /// <summary>One record a pair (coarse, fine).</summary>
    public static byte[] Cifar100(params (byte Coarse, byte Fine)[] labels)
        => Records([.. labels.Select(label => new[] { label.Coarse, label.Fine })]);

    public static byte[] Pixels(int record)
    {
        RandomStream random = new(7, 0, record);
        return [.. Enumerable.Range(0, PixelBytes).Select(_ => (byte)random.NextUInt32())];
    }

    private static byte[] Records(byte[][] labels) => [.. labels.SelectMany((label, record) => label.Concat(Pixels(record)))];
}

using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Options of a <see cref="SyntheticSource"/>.</summary>
public sealed class SyntheticOptions
{
    /// <summary>Number of images. Default 10,000; range 1 to 100,000,000.</summary>
    [InRange(1, 100_000_000)]
    public int Count { get; set; } = 10_000;

    /// <summary>Width and height in pixels. Default 32; range 8 to 1024.</summary>
    [InRange(8, 1024)]
    public int Size { get; set; } = 32;

    /// <summary>Number of classes. Default 10; range 2 to 10.</summary>
    [InRange(2, 10)]
    public int Classes { get; set; } = 10;

    /// <summary>Determines all images. Default 0; any value.</summary>
    public long Seed { get; set; }

    /// <summary>Images to train or to test on, drawn independently of each other. Default <see cref="DatasetSplit.Train"/>.</summary>
    [Defined]
    public DatasetSplit Split { get; set; }
}

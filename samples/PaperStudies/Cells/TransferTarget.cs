using SimClr.Core.Data;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Images that a representation is carried over to.</summary>
internal static class TransferTarget
{
    /// <summary>Stands for synthetic images of other classes than those of the built-in training images.</summary>
    public const string Synthetic = "other synthetic images";

    private const long OtherClasses = 99;
    private const int Images = 2000;

    /// <summary>Opens them.</summary>
    /// <param name="folder">A folder, or <see cref="Synthetic"/>.</param>
    /// <param name="limit">At most so many for training, and so many for testing.</param>
    /// <exception cref="ImageReadException">The folder is no folder of images.</exception>
    public static SampleData Open(string folder, int limit)
        => folder == Synthetic
            ? new SampleData { Description = Synthetic, Training = Source(DatasetSplit.Train, limit), Test = Source(DatasetSplit.Test, limit) }
            : SampleData.Open(new StudyOptions { Data = folder, Limit = limit });

    private static SyntheticSource Source(DatasetSplit split, int limit)
        => new(new SyntheticOptions { Count = Math.Min(limit, Images), Size = SampleData.ImageSize, Seed = OtherClasses, Split = split });
}

namespace SimClr.Core.Data.Downloads;

/// <summary>The data sets that are known by name.</summary>
/// <remarks>
/// Addresses and checksums of the CIFAR archives: https://www.cs.toronto.edu/~kriz/cifar.html. STL-10's authors publish none; its checksum
/// is the one of torchvision's datasets/stl10.py.
/// </remarks>
internal static class KnownDataSets
{
    private const long CifarImage = 32 * 32 * 3;
    private const long Stl10Image = 96 * 96 * 3;
    private const long MostText = 1 << 20;

    public static DataSetDescription Cifar10 { get; } = new()
    {
        Name = "CIFAR-10",
        Source = new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
        Archive = "cifar-10-binary.tar.gz",
        ArchiveBytes = 170_052_171,
        Md5 = "c32a1d4ab5d03f1284b67883e8d87530",
        Folder = "cifar-10-batches-bin",
        Files =
        [
            .. Enumerable.Range(1, 5).Select(number => new DataSetFile($"data_batch_{number}.bin", 10_000 * (1 + CifarImage))),
            new("test_batch.bin", 10_000 * (1 + CifarImage)),
            new("batches.meta.txt", MostText, IsOptional: true),
        ],
    };

    public static DataSetDescription Cifar100 { get; } = new()
    {
        Name = "CIFAR-100",
        Source = new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
        Archive = "cifar-100-binary.tar.gz",
        ArchiveBytes = 168_513_733,
        Md5 = "03b5dce01913d631647c71ecec9e9cb8",
        Folder = "cifar-100-binary",
        Files =
        [
            new("train.bin", 50_000 * (2 + CifarImage)),
            new("test.bin", 10_000 * (2 + CifarImage)),
            new("fine_label_names.txt", MostText, IsOptional: true),
            new("coarse_label_names.txt", MostText, IsOptional: true),
        ],
    };

    public static DataSetDescription Stl10 { get; } = new()
    {
        Name = "STL-10",
        Source = new Uri("http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz"),
        Archive = "stl10_binary.tar.gz",
        ArchiveBytes = 2_640_397_119,
        Md5 = "91f7769df0f17e558f3565bffb0c7dfb",
        Folder = "stl10_binary",
        Files =
        [
            new("train_X.bin", 5_000 * Stl10Image),
            new("train_y.bin", 5_000),
            new("test_X.bin", 8_000 * Stl10Image),
            new("test_y.bin", 8_000),
            new("unlabeled_X.bin", 100_000 * Stl10Image),
            new("class_names.txt", MostText, IsOptional: true),
            new("fold_indices.txt", MostText, IsOptional: true),
        ],
    };
}

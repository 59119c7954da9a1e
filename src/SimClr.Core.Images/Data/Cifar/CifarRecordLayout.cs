namespace SimClr.Core.Data.Cifar;

/// <summary>Where a record's label and pixels are, and what its labels may be.</summary>
/// <param name="Name">Of the data set.</param>
/// <param name="LabelBytes">Bytes before the pixels.</param>
/// <param name="LabelOffset">The label byte among them.</param>
/// <param name="ClassNames">By label.</param>
/// <param name="ClassNamesFile">The list of names that the archive brings.</param>
internal sealed record CifarRecordLayout(string Name, int LabelBytes, int LabelOffset, IReadOnlyList<string> ClassNames, string ClassNamesFile)
{
    public const int Side = 32;
    public const int Channels = 3;
    public const int PixelBytes = Side * Side * Channels;

    private static readonly CifarRecordLayout Cifar10 = new("CIFAR-10", 1, 0, CifarClassNames.Cifar10, "batches.meta.txt");
    private static readonly CifarRecordLayout Cifar100Fine = new("CIFAR-100", 2, 1, CifarClassNames.Cifar100Fine, "fine_label_names.txt");
    private static readonly CifarRecordLayout Cifar100Coarse = new(
        "CIFAR-100", 2, 0, CifarClassNames.Cifar100Coarse, "coarse_label_names.txt");

    public int RecordBytes => LabelBytes + PixelBytes;

    public static CifarRecordLayout Of(CifarFormat format) => format switch
    {
        CifarFormat.Cifar10 => Cifar10,
        CifarFormat.Cifar100Fine => Cifar100Fine,
        CifarFormat.Cifar100Coarse => Cifar100Coarse,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected Cifar10, Cifar100Fine or Cifar100Coarse."),
    };
}

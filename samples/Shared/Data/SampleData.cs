using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.CommandLine;

namespace SimClr.Core.Samples.Data;

/// <summary>The images that <c>--data</c>, <c>--limit</c> and <c>--seed</c> name.</summary>
public sealed record SampleData
{
    /// <summary>Side of the images that are evaluated, and of views, where nothing else is said.</summary>
    public const int ImageSize = 32;

    private const double HeldOutFraction = 0.2;
    private const int SyntheticTrainingImages = 8000;
    private const int SyntheticTestImages = 2000;

    /// <summary>Where they come from, in words.</summary>
    public required string Description { get; init; }

    public required IImageSource Training { get; init; }

    /// <summary>Null where the images have no labels.</summary>
    public IImageSource? Test { get; init; }

    /// <summary>What the reader of the results must know about them.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public int Channels => Training.Read(0).Channels;

    /// <summary>Brings images of any size to the usual one, for evaluation.</summary>
    public IAugmentation Preprocessing { get; } = new AugmentationPipeline().Resize(ImageSize).CenterCrop(ImageSize);

    /// <summary>Opens a folder, a list, or a published data set, which is downloaded if it is not there.</summary>
    /// <exception cref="ImageReadException">The folder is no folder of images; the message says what was looked for and found.</exception>
    /// <exception cref="DataSetException">A published data set can neither be found nor downloaded.</exception>
    public static SampleData Open(RunOptions options, CancellationToken cancellationToken = default)
        => (options.Data is { } data ? OpenGiven(data, cancellationToken) : OpenSynthetic()).WithTestImages(options.Seed)
            .Limited(options.Limit, options.Seed);

    /// <summary>Whether a path is that of a list of files, by its ending.</summary>
    public static bool IsList(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".txt";

    /// <summary>
    /// The same images, read once and then kept: for small ones, which fit into memory and cost more to decode than to augment.
    /// </summary>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    public SampleData InMemory() => this with { Training = InMemorySource.Load(Training), Test = Test is null ? null : InMemorySource.Load(Test) };

    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture, $"{Description}: {Training.Count:#,0} for training, {Test?.Count ?? 0:#,0} for testing");

    private static SampleData OpenSynthetic() => new()
    {
        Description = "synthetic images",
        Training = new SyntheticSource(new SyntheticOptions { Count = SyntheticTrainingImages, Size = ImageSize, Split = DatasetSplit.Train }),
        Test = new SyntheticSource(new SyntheticOptions { Count = SyntheticTestImages, Size = ImageSize, Split = DatasetSplit.Test }),
    };

    private static SampleData OpenGiven(string data, CancellationToken cancellationToken)
    {
        if (Directory.Exists(data))
            return Of(ImageDataset.Open(data, new ImageFolderOptions { UnreadableImages = UnreadableImages.Skip }), data);
        if (!IsList(data) && NamedData.Has(data))
            return Of(NamedData.Open(data, cancellationToken), NamedData.Folder);
        ImageFileSource files = ImageFileSource.FromList(data, new ImageFileOptions { UnreadableImages = UnreadableImages.Skip });
        return new SampleData { Description = $"files listed in {data}", Training = files, Notes = [.. DescribeSkipped(data, files.SkippedFiles)] };
    }

    private static SampleData Of(ImageDataset directory, string folder) => new()
    {
        Description = $"{Describe(directory.Kind)} in {folder}",
        Training = directory.Training,
        Test = directory.Test,
        Notes =
        [
            .. new[] { directory.Training, directory.Test }.OfType<ImageFolderSource>().SelectMany(source => DescribeSkipped(source.Folder, source.SkippedFiles)),
            .. directory.Unlabeled is { } unlabeled ? [string.Create(CultureInfo.InvariantCulture, $"The {unlabeled.Count:#,0} images without labels are left aside.")] : Array.Empty<string>(),
        ],
    };

    // Accuracies need labels on both sides, and of more than one kind.
    private SampleData WithTestImages(long seed)
    {
        if (Training.ClassNames.Count < 2)
            return this with { Test = null };
        if (Test is { ClassNames.Count: > 0 })
            return this;
        (SubsetSource remaining, SubsetSource heldOut) = SubsetSource.HoldOut(Training, HeldOutFraction, seed);
        string note = string.Create(CultureInfo.InvariantCulture, $"There are no labeled test images, so a fifth of each class was held out for testing ({heldOut.Count:#,0} images, chosen by the seed).");
        return this with { Training = remaining, Test = heldOut, Notes = [.. Notes, note] };
    }

    private SampleData Limited(int? limit, long seed)
    {
        if (limit is not { } most)
            return this;
        return this with { Training = SubsetSource.Balanced(Training, most, seed), Test = Test is null ? null : SubsetSource.Balanced(Test, most, seed) };
    }

    private static string Describe(ImageDatasetKind kind) => kind switch
    {
        ImageDatasetKind.Cifar10 => "CIFAR-10",
        ImageDatasetKind.Cifar100 => "CIFAR-100",
        ImageDatasetKind.Stl10 => "STL-10",
        ImageDatasetKind.Unlabeled => "unlabeled images",
        _ => "image folders",
    };

    private static IEnumerable<string> DescribeSkipped(string place, IReadOnlyList<SkippedFile> files) => files.Count switch
    {
        0 => [],
        1 => [$"{place}: a file could not be read and was left out: {files[0]}"],
        _ => [$"{place}: {files.Count} files could not be read and were left out; the first is {files[0]}"],
    };
}

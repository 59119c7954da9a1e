using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The images of a run.</summary>
public sealed record PretrainingData
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

    /// <exception cref="ImageReadException">The folder is no folder of images; the message says what was looked for and found.</exception>
    public static PretrainingData Open(RunOptions options)
        => (options.Data is { } folder ? OpenFolder(folder) : OpenSynthetic()).WithTestImages(options.Seed)
            .Limited(options.Limit, options.Seed);

    /// <summary>
    /// The same images, read once and then kept: for small ones, which fit into memory and cost more to decode than to augment.
    /// </summary>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    public PretrainingData InMemory() => this with { Training = InMemorySource.Load(Training), Test = Test is null ? null : InMemorySource.Load(Test) };

    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture, $"{Description}: {Training.Count:#,0} for training, {Test?.Count ?? 0:#,0} for testing");

    private static PretrainingData OpenSynthetic() => new()
    {
        Description = "synthetic images",
        Training = new SyntheticSource(new SyntheticOptions { Count = SyntheticTrainingImages, Size = ImageSize, Split = DatasetSplit.Train }),
        Test = new SyntheticSource(new SyntheticOptions { Count = SyntheticTestImages, Size = ImageSize, Split = DatasetSplit.Test }),
    };

    private static PretrainingData OpenFolder(string folder)
    {
        ImageDataset directory = ImageDataset.Open(folder, new ImageFolderOptions { UnreadableImages = UnreadableImages.Skip });
        return new PretrainingData
        {
            Description = $"{Describe(directory.Kind)} in {folder}",
            Training = directory.Training,
            Test = directory.Test,
            Notes = [.. new[] { directory.Training, directory.Test }.OfType<ImageFolderSource>().Where(source => source.SkippedFiles.Count > 0).Select(DescribeSkipped)],
        };
    }

    // Accuracies need labels on both sides, and of more than one kind.
    private PretrainingData WithTestImages(long seed)
    {
        if (Training.ClassNames.Count < 2)
            return this with { Test = null };
        if (Test is { ClassNames.Count: > 0 })
            return this;
        (SubsetSource remaining, SubsetSource heldOut) = SubsetSource.HoldOut(Training, HeldOutFraction, seed);
        string note = string.Create(CultureInfo.InvariantCulture, $"There are no labelled test images, so a fifth of each class was held out for testing ({heldOut.Count:#,0} images, chosen by the seed).");
        return this with { Training = remaining, Test = heldOut, Notes = [.. Notes, note] };
    }

    private PretrainingData Limited(int? limit, long seed)
    {
        if (limit is not { } most)
            return this;
        return this with { Training = SubsetSource.Balanced(Training, most, seed), Test = Test is null ? null : SubsetSource.Balanced(Test, most, seed) };
    }

    private static string Describe(ImageDatasetKind kind) => kind switch
    {
        ImageDatasetKind.Cifar10 => "CIFAR-10",
        ImageDatasetKind.Cifar100 => "CIFAR-100",
        ImageDatasetKind.Unlabeled => "unlabelled images",
        _ => "image folders",
    };

    private static string DescribeSkipped(ImageFolderSource source)
        => source.SkippedFiles.Count == 1
            ? $"{source.Folder}: a file could not be read and was left out: {source.SkippedFiles[0]}"
            : $"{source.Folder}: {source.SkippedFiles.Count} files could not be read and were left out; the first is {source.SkippedFiles[0]}";
}

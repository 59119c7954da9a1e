using SimClr.Core.Data.Cifar;
using SimClr.Core.Data.Folders;
using SimClr.Core.Data.Stl10;

namespace SimClr.Core.Data;

/// <summary>A folder of images of whatever kind, recognized and opened.</summary>
/// <remarks>Looked for in this order: the binary files of CIFAR-10, then of CIFAR-100, then of STL-10, in the folder itself or in the folder
/// that their archive unpacks to; a folder "train" or "training", with "test", "testing", "val", "valid" or "validation" beside it or no other images
/// at all; class folders; unlabeled images. Links to folders are not followed. Immutable and thread-safe.</remarks>
public sealed class ImageDataset
{
    private ImageDataset(ImageDatasetKind kind, IImageSource training, IImageSource? test)
        => (Kind, Training, Test) = (kind, training, test);

    /// <summary>What the folder turned out to be.</summary>
    public ImageDatasetKind Kind { get; }

    /// <summary>The images to train on; all, where the folder has no parts.</summary>
    public IImageSource Training { get; }

    /// <summary>The images to test on, labeled as those to train on are; null where the folder has none.</summary>
    public IImageSource? Test { get; }

    /// <summary>Images without labels beside the others: the unlabeled part of STL-10; null where the folder has none.</summary>
    public IImageSource? Unlabeled { get; private init; }

    /// <summary>Recognizes and opens a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">For image files; defaults where null. Layout and class names are recognized and need not be given.</param>
    /// <exception cref="ArgumentException">The folder is empty text.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="ImageReadException">
    /// The folder is none of the kinds (the message says what was looked for and found), or has faults.
    /// </exception>
    public static ImageDataset Open(string folder, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        folder = Path.GetFullPath(folder);
        ReadGuard.RequireFolder(folder, "a folder of images");
        options ??= new ImageFolderOptions();
        return OpenCifar(folder, "cifar-10-batches-bin", CifarFormat.Cifar10, ImageDatasetKind.Cifar10)
            ?? OpenCifar(folder, "cifar-100-binary", CifarFormat.Cifar100Fine, ImageDatasetKind.Cifar100)
            ?? OpenStl10(folder)
            ?? OpenTrainAndTest(folder, options)
            ?? OpenImages(folder, options);
    }

    private static ImageDataset? OpenCifar(string folder, string archive, CifarFormat format, ImageDatasetKind kind)
    {
        string[] candidates = [folder, Path.Combine(folder, archive)];
        if (Array.Find(candidates, candidate => CifarFolder.Holds(candidate, format, DatasetSplit.Train)) is not { } found)
            return null;
        CifarSource? test = CifarFolder.Holds(found, format, DatasetSplit.Test) ? CifarSource.Open(found, format, DatasetSplit.Test) : null;
        return new ImageDataset(kind, CifarSource.Open(found, format), test);
    }

    private static ImageDataset? OpenStl10(string folder)
    {
        string[] candidates = [folder, Path.Combine(folder, "stl10_binary")];
        if (Array.Find(candidates, candidate => new Stl10Folder(candidate).Holds(Stl10Split.Train)) is not { } found)
            return null;
        Stl10Folder files = new(found);
        Stl10Source? test = files.Holds(Stl10Split.Test) ? Stl10Source.Open(found, Stl10Split.Test) : null;
        return new ImageDataset(ImageDatasetKind.Stl10, Stl10Source.Open(found), test)
        {
            Unlabeled = files.Holds(Stl10Split.Unlabeled) ? Stl10Source.Open(found, Stl10Split.Unlabeled) : null,
        };
    }

    private static ImageDataset? OpenTrainAndTest(string folder, ImageFolderOptions options)
    {
        ImageFolderWalker walker = new(folder);
        string[] folders = ReadGuard.Run(folder, () => walker.FoldersIn(folder).ToArray());
        string? train = SplitFolders.FindTraining(folders);
        string? test = SplitFolders.FindTest(folders);
        // A train can also be a class, a vehicle beside cars and ships.
        if (train is null || (test is null && folders.Any(other => other != train && HasPictures(other, walker))))
            return null;
        ImageFolderSource training = new(train, options);
        IReadOnlyList<string>? classNames = training.ClassNames.Count == 0 ? options.ClassNames : training.ClassNames;
        ImageFolderSource? testing = test is null ? null : new ImageFolderSource(test, options.With(classNames));
        return new ImageDataset(ImageDatasetKind.TrainAndTest, training, testing);
    }

    private static ImageDataset OpenImages(string folder, ImageFolderOptions options)
    {
        ImageFolderWalker walker = new(folder);
        if (!HasPictures(folder, walker))
        {
            throw new ImageReadException(
                $"{folder}: looked for CIFAR-10 (data_batch_1.bin), CIFAR-100 (train.bin) or STL-10 (train_X.bin), a folder train, class "
                + $"folders with images, or images ({PictureEndings.Common}), but found {FolderSummary.Of(folder)}."
                + ImageFolderWalker.Hint(walker.Links));
        }

        ImageFolderSource images = new(folder, options);
        bool unlabeled = images.ClassNames.Count == 0;
        return new ImageDataset(unlabeled ? ImageDatasetKind.Unlabeled : ImageDatasetKind.ClassFolders, images, null);
    }

    private static bool HasPictures(string folder, ImageFolderWalker walker) => ReadGuard.Run(folder, () => walker.HasPictures(folder));
}

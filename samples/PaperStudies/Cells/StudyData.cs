using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>The images of all studies, in memory: for training, for choosing and for the last word.</summary>
internal sealed class StudyData
{
    private const double ValidationFraction = 0.2;
    private const int DigestLength = 16;
    private const int DigestStep = 100;

    private readonly Dictionary<string, StudyData> _others = [];

    /// <exception cref="InvalidDataException">The images have no labels, or there is no more than one class.</exception>
    public StudyData(SampleData data)
    {
        if (data.Test is not { } test || data.Training.ClassNames.Count < 2)
            throw new InvalidDataException($"Expected labeled images of at least two classes, since the studies measure accuracies; found {data.Description}. Put the images of each class into a folder of its own.");
        Description = data.ToString();
        Training = InMemorySource.Load(data.Training);
        Test = InMemorySource.Load(test);
        (Fitted, Validation) = SubsetSource.HoldOut(Training, ValidationFraction);
        Notes = data.Notes;
    }

    public string Description { get; }

    public IReadOnlyList<string> Notes { get; }

    /// <summary>What encoders and classifiers learn from.</summary>
    public IImageSource Training { get; }

    /// <summary>What nothing is chosen on.</summary>
    public IImageSource Test { get; }

    /// <summary>The training images without <see cref="Validation"/>.</summary>
    public IImageSource Fitted { get; }

    /// <summary>A fifth of the training images, for choices.</summary>
    public IImageSource Validation { get; }

    public int Channels => Training.Read(0).Channels;

    public int Classes => Training.ClassNames.Count;

    /// <summary>Brings images to the size that they are evaluated at.</summary>
    public static IAugmentation Preprocessing { get; } = new AugmentationPipeline().Resize(SampleData.ImageSize).CenterCrop(SampleData.ImageSize);

    /// <summary>The images of another data set; of this one for null.</summary>
    /// <param name="folder">As <c>--data</c> takes it, or <see cref="TransferTarget.Synthetic"/>.</param>
    /// <exception cref="InvalidDataException">The images have no labels.</exception>
    public StudyData Other(string? folder)
    {
        if (folder is null)
            return this;
        if (!_others.TryGetValue(folder, out StudyData? other))
            _others.Add(folder, other = new StudyData(TransferTarget.Open(folder, Training.Count)));
        return other;
    }

    /// <summary>What a classifier learns from and what it is measured on.</summary>
    public (IImageSource Learned, IImageSource Measured) Of(Split split)
        => split == Split.Test ? (Training, Test) : (Fitted, Validation);

    /// <summary>Tells the images of one run from those of another, wherever they lie: their numbers, and a digest of labels and pixels.</summary>
    public string Fingerprint()
    {
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (IImageSource source in new[] { Training, Test })
            for (int index = 0; index < source.Count; index++)
                Append(digest, source, index);
        string hash = Convert.ToHexStringLower(digest.GetHashAndReset())[..DigestLength];
        return string.Create(CultureInfo.InvariantCulture, $"{Training.Count} for training, {Test.Count} for testing, digest {hash}");
    }

    // All labels, and the pixels of every hundredth image: enough to tell sets apart, and nothing to wait for.
    private static void Append(IncrementalHash digest, IImageSource source, int index)
    {
        digest.AppendData(BitConverter.GetBytes(source.GetLabel(index) ?? -1));
        if (index % DigestStep != 0)
            return;
        Image image = source.Read(index);
        digest.AppendData(image.Bytes);
        digest.AppendData(MemoryMarshal.AsBytes(image.UInt16Samples));
    }
}

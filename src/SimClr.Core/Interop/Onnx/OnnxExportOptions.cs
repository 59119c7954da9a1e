using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Validation;

namespace SimClr.Core.Interop.Onnx;

/// <summary>Options of <see cref="OnnxExporter"/>: for which images a network is written, and what it gives.</summary>
/// <example>
/// <code>
/// OnnxExportOptions options = new() { Height = 32, Normalize = true };
/// </code>
/// </example>
public sealed class OnnxExportOptions : IValidatableObject
{
    /// <summary>
    /// How images are prepared, written beside the network under <see cref="ImagePreprocessing.MetadataKey"/>, so that the file is a whole
    /// model: <c>OnnxImageEmbedder</c> reads it. Default null: nothing is said.
    /// </summary>
    public ImagePreprocessing? Preprocessing { get; set; }

    /// <summary>
    /// Height of the images. Default null: that of <see cref="Preprocessing"/>, and one of them, or <see cref="DynamicSize"/>, must be set.
    /// Range 1 to 65536.
    /// </summary>
    [InRange(1, 65536)]
    public int? Height { get; set; }

    /// <summary>Width of the images. Default null: the height, for square images. Range 1 to 65536.</summary>
    [InRange(1, 65536)]
    public int? Width { get; set; }

    /// <summary>
    /// True: each call of the network may have images of another height and width, as <see cref="Models.ResNetEncoder"/> allows. Default
    /// false. The number of images is always open.
    /// </summary>
    public bool DynamicSize { get; set; }

    /// <summary>
    /// The layers that become outputs, by the numbers of <see cref="Evaluation.ReadOut.Layers"/>: 0 is h, the output <c>features</c>; the
    /// number of the projection head's layers is z, the output <c>embedding</c>; the hidden ones between are <c>layer1</c> and so on. Each
    /// once. Default h alone. None is allowed if there is a <see cref="Classifier"/>.
    /// </summary>
    public IReadOnlyList<int> Layers { get; set; } = [0];

    /// <summary>
    /// True: the outputs of <see cref="Layers"/> are divided by their Euclidean length, so that a product of two is their cosine
    /// similarity; zeros stay zeros. The classifier gets them as they are. Default false.
    /// </summary>
    public bool Normalize { get; set; }

    /// <summary>A linear classifier, whose scores become the output <c>scores</c>, [N, classes]. Default null: none.</summary>
    public LinearClassifier? Classifier { get; set; }

    /// <summary>
    /// The layers that the classifier takes, side by side in this order, as <see cref="Evaluation.ReadOut.Layers"/> had them when it was
    /// fitted. Default h alone.
    /// </summary>
    public IReadOnlyList<int> ClassifierLayers { get; set; } = [0];

    /// <summary>
    /// The names of the classifier's classes in the order of its scores, written as a JSON array under
    /// <see cref="OnnxExporter.ClassesKey"/>. Default null: its own, <see cref="LinearClassifier.ClassNames"/>. Empty: none.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>The names that are written.</summary>
    internal IReadOnlyList<string> WrittenNames => ClassNames ?? Classifier?.ClassNames ?? [];

    /// <summary>Written beside the network, for whoever reads the file: what it was trained on, say. Default none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Height and width of the images; null if any are taken.</summary>
    internal (int Height, int Width)? Size => DynamicSize ? null
        : Height is { } height ? (height, Width ?? height)
        : Preprocessing is { Shape: var shape } ? (shape.Height, shape.Width) : null;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
        => [.. SizeProblems(), .. LayerProblems(), .. ClassifierProblems(), .. MetadataProblems()];

    private IEnumerable<ValidationResult> SizeProblems()
    {
        if (DynamicSize && (Height ?? Width) is not null)
            yield return Problem("With DynamicSize there is no height or width to set.", nameof(DynamicSize));
        else if (!DynamicSize && Height is null && (Width is not null || Preprocessing is null))
            yield return Problem("The height of the images must be set, or Preprocessing, or DynamicSize.", nameof(Height));
        if (Preprocessing is { CanBeWritten: false })
            yield return Problem($"It has a custom step, which no file can describe: {Preprocessing.Steps}.", nameof(Preprocessing));
        if (Preprocessing is { Shape: var shape } && Size is var (height, width) && (height, width) != (shape.Height, shape.Width))
            yield return Problem($"It gives {shape} ([C, H, W]), but the images are {height} x {width}.", nameof(Preprocessing));
    }

    private IEnumerable<ValidationResult> LayerProblems()
    {
        if (Layers is null || ClassifierLayers is null)
        {
            yield return Problem("The list of layers is null.", Layers is null ? nameof(Layers) : nameof(ClassifierLayers));
            yield break;
        }

        if (Layers.Count == 0 && Classifier is null)
            yield return Problem("There is no output: name a layer, or give a Classifier.", nameof(Layers));
        if (Layers.FirstOrDefault(layer => layer < 0) is < 0 and var negative)
            yield return Problem($"A layer must be at least 0, but one is {negative}.", nameof(Layers));
        if (Layers.CountBy(layer => layer).FirstOrDefault(layer => layer.Value > 1) is { Value: > 1 } twice)
            yield return Problem($"Each layer is written once, but {twice.Key} is there {twice.Value} times.", nameof(Layers));
        if (ClassifierLayers.Count == 0)
            yield return Problem("The classifier must take at least one layer.", nameof(ClassifierLayers));
        if (ClassifierLayers.FirstOrDefault(layer => layer < 0) is < 0 and var below)
            yield return Problem($"A layer must be at least 0, but one is {below}.", nameof(ClassifierLayers));
    }

    private IEnumerable<ValidationResult> ClassifierProblems()
    {
        if (WrittenNames is [])
            yield break;
        if (Classifier is null)
            yield return Problem("There are names of classes, but no Classifier.", nameof(ClassNames));
        else if (WrittenNames.Count != Classifier.ClassCount)
            yield return Problem($"The classifier has {Classifier.ClassCount} classes, found {WrittenNames.Count} names.", nameof(ClassNames));
        if (WrittenNames.Contains(null!))
            yield return Problem("A name is null.", nameof(ClassNames));
    }

    private IEnumerable<ValidationResult> MetadataProblems()
    {
        if (Metadata is null)
        {
            yield return Problem("It is null.", nameof(Metadata));
            yield break;
        }

        foreach ((string key, string value) in Metadata)
        {
            if (key.Length == 0)
                yield return Problem("A key is empty.", nameof(Metadata));
            if (value is null)
                yield return Problem($"The value of {key} is null.", nameof(Metadata));
            if (key is OnnxExporter.ClassesKey or OnnxExporter.VersionKey or ImagePreprocessing.MetadataKey)
                yield return Problem($"The exporter writes {key} itself.", nameof(Metadata));
        }
    }

    private static ValidationResult Problem(string message, string member) => new(message, [member]);
}

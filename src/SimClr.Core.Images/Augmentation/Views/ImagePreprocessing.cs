using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimClr.Core.Augmentation;

/// <summary>
/// How any image becomes the input of a trained network: the steps, all without chance, and the shape that they give. Written into model
/// files, so that whoever embeds with one prepares images as in training.
/// </summary>
/// <remarks>Immutable, thread-safe.</remarks>
public sealed class ImagePreprocessing
{
    /// <summary>The key of <see cref="ToJson"/> in the metadata of model files: ONNX and safetensors.</summary>
    public const string MetadataKey = "simclr.preprocessing";

    /// <summary>Creates a preprocessing.</summary>
    /// <param name="shape">[C, H, W] of the network's input.</param>
    /// <param name="steps">What is applied to an image of C channels in [0, 1], in order; must give the shape for every size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part of the shape is below 1.</exception>
    /// <exception cref="ArgumentException">A step is null.</exception>
    public ImagePreprocessing(ViewShape shape, params IEnumerable<IAugmentation> steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1, nameof(shape));
        (Shape, Steps) = (shape, new AugmentationPipeline(steps));
    }

    /// <summary>
    /// What networks trained on ImageNet expect, torchvision's among them: shorter side 256, the middle 224 x 224, mean and deviation of
    /// ImageNet.
    /// </summary>
    public static ImagePreprocessing ImageNet { get; }
        = new(new ViewShape(3, 224, 224), new Resize(256), new CenterCrop(224), Normalize.ImageNet);

    /// <summary>
    /// What ML.NET's ResNet-18 expects (package Microsoft.ML.DnnImageFeaturizer.ResNet18), as ML.NET itself prepares images for it: the whole
    /// image at 224 x 224, blue, green, red from 0 to 255, less their means.
    /// </summary>
    public static ImagePreprocessing MlNetResNet18 { get; } = new(
        new ViewShape(3, 224, 224),
        new Resize(224, 224),
        new Normalize([123.15f / 255, 115.90f / 255, 103.06f / 255], [1 / 255f, 1 / 255f, 1 / 255f]),
        new ReverseChannels());

    /// <summary>[C, H, W] of the network's input.</summary>
    public ViewShape Shape { get; }

    /// <summary>What is applied to each image.</summary>
    public AugmentationPipeline Steps { get; }

    /// <summary>Whether every step can be written into a file, and read again.</summary>
    public bool CanBeWritten => Flatten(Steps).All(step => PreprocessingSteps.CanRead(step.Name));

    /// <summary>
    /// As JSON: <c>{"channels": 3, "height": 32, "width": 32, "steps": [{"name": "EvaluationCrop", "parameters": {...}}]}</c>.
    /// </summary>
    /// <exception cref="NotSupportedException">A step is none of those that can be read again; the message lists them.</exception>
    public string ToJson()
    {
        AugmentationDescription[] steps = [.. Flatten(Steps)];
        if (steps.FirstOrDefault(step => !PreprocessingSteps.CanRead(step.Name)) is { } unknown)
        {
            throw new NotSupportedException(
                $"The preprocessing '{unknown}' cannot be written into a file. Those that can are {PreprocessingSteps.Names}.");
        }

        return new JsonObject
        {
            ["channels"] = Shape.Channels,
            ["height"] = Shape.Height,
            ["width"] = Shape.Width,
            ["steps"] = new JsonArray([.. steps.Select(step => step.ToJson())]),
        }.ToJsonString();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text; nothing of it is trusted.</param>
    /// <exception cref="FormatException">It is no such text; the message says what is wrong.</exception>
    public static ImagePreprocessing FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root)
                throw new FormatException("expected an object.");
            ViewShape shape = new(Whole(root, "channels"), Whole(root, "height"), Whole(root, "width"));
            if (root["steps"] is not JsonArray steps)
                throw new FormatException("expected an array 'steps'.");
            return new ImagePreprocessing(shape, steps.Select(PreprocessingSteps.Read));
        }
        catch (Exception failure) when (failure is JsonException or FormatException or ArgumentException)
        {
            throw new FormatException($"The text is no preprocessing of images: {failure.Message}", failure);
        }
    }

    /// <summary>A preprocessing that keeps an image of the shape that it is made for as it is, if its steps do not say otherwise.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="views">The shape of the views in training; the steps' own size comes before it.</param>
    internal static ImagePreprocessing Of(IAugmentation steps, ViewShape views)
        => new(EvaluationSteps.SizeAfter(steps) is var (height, width) ? views with { Height = height, Width = width } : views, steps);

    /// <summary>Shape and steps, readable.</summary>
    public override string ToString() => $"{Steps} -> {Shape}";

    private static IEnumerable<AugmentationDescription> Flatten(IAugmentation step)
        => step is AugmentationPipeline pipeline ? pipeline.Steps.SelectMany(Flatten) : [step.Describe()];

    private static int Whole(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out int number)
        ? number
        : throw new FormatException($"expected a whole number '{name}'.");
}

using System.Text.Json.Serialization;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>Every choice that goes into a representation, but for how long it is trained.</summary>
internal sealed record Cifar10Recipe
{
    /// <summary>What a good representation needs when there is half an hour on two cores.</summary>
    public static Cifar10Recipe HalfHour { get; } = new()
    {
        Name = "half-hour",
        Depth = ResNetDepth.ResNet10,
        BaseChannels = 32,
        HeadHiddenDimension = 512,
        BatchSize = 64,
        Views = 4,
        ViewShape = 16,
        MinimumCropArea = 0.12,
        Temperature = 0.1,
        Optimizer = Cifar10Optimizer.Muon,
        LearningRate = 0.02,
        Momentum = 0.95,
        Nesterov = true,
        WeightDecay = 0,
        WarmupEpochs = 1,
        EvaluationSizes = [24, SampleData.ImageSize, 40],
        EvaluationPatches = new PatchGrid(Size: SampleData.ImageSize, Side: 20, Rows: 2),
        IsWhitened = true,
    };

    /// <summary>
    /// The paper's best model on CIFAR-10 (appendix B.9): ResNet-50, batch 1024, temperature 0.5, the middle one of the learning rates
    /// tried (0.5, 1, 1.5), 94.0 % by linear evaluation. What the appendix does not say is as for ImageNet: LARS, the learning rate in
    /// proportion to the batch (section 2.2), weight decay 1e-6, ten epochs of warm-up.
    /// </summary>
    public static Cifar10Recipe Paper { get; } = new()
    {
        Name = "paper",
        Depth = ResNetDepth.ResNet50,
        BaseChannels = 64,
        BatchSize = 1024,
        MicroBatchSize = 256,
        Temperature = 0.5,
        Optimizer = Cifar10Optimizer.Lars,
        LearningRate = 1,
        LearningRateScaling = LearningRateScaling.Linear,
        WeightDecay = 1e-6,
        WarmupEpochs = 10,
        Epochs = 1000,
    };

    public static IReadOnlyList<Cifar10Recipe> All { get; } = [HalfHour, Paper];

    public required string Name { get; init; }

    /// <summary>The encoder in words.</summary>
    [JsonIgnore]
    public string EncoderName => $"ResNet-{(int)Depth} with {BaseChannels} base channels";

    public required ResNetDepth Depth { get; init; }

    /// <summary>Channels of the first stage; 64 is the paper's 1x.</summary>
    public required int BaseChannels { get; init; }

    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Layers of the projection head.</summary>
    public int HeadLayers { get; init; } = 2;

    /// <summary>Width of the head's hidden layers; null is the encoder's.</summary>
    public int? HeadHiddenDimension { get; init; }

    /// <summary>Length of what the loss compares.</summary>
    public int HeadDimension { get; init; } = 128;

    public required int BatchSize { get; init; }

    /// <summary>K, views of each image in a step; all are compared with all.</summary>
    public int Views { get; init; } = 2;

    /// <summary>Images that go through the network together; null is the whole batch.</summary>
    public int? MicroBatchSize { get; init; }

    public required double Temperature { get; init; }

    public required Cifar10Optimizer Optimizer { get; init; }

    /// <summary>The highest learning rate, before <see cref="LearningRateScaling"/>.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How LARS scales the learning rate to the batch size.</summary>
    public LearningRateScaling LearningRateScaling { get; init; } = LearningRateScaling.None;

    public double Momentum { get; init; } = 0.9;

    public bool Nesterov { get; init; }

    public required double WeightDecay { get; init; }

    /// <summary>
    /// Epochs of linear warm-up, at most a quarter of the run; then the learning rate falls along a cosine to zero at the end.
    /// </summary>
    public required double WarmupEpochs { get; init; }

    /// <summary>
    /// Side of the views in pixels. Images are evaluated at their own size whatever it is: what fills a crop looks larger
    /// than in the whole image, so views may be smaller than images, and a step costs the square of it.
    /// </summary>
    public int ViewShape { get; init; } = SampleData.ImageSize;

    /// <summary>The smallest crop's share of the image.</summary>
    public double MinimumCropArea { get; init; } = 0.08;

    /// <summary>The paper's s.</summary>
    public double ColorStrength { get; init; } = 0.5;

    /// <summary>Share of the views that are blurred.</summary>
    public double BlurProbability { get; init; }

    /// <summary>Sizes at which the encoder looks at a whole image.</summary>
    public IReadOnlyList<int> EvaluationSizes { get; init; } = [SampleData.ImageSize];

    /// <summary>Patches that it looks at besides; null: none. What it gives for all, side by side, is the representation.</summary>
    public PatchGrid? EvaluationPatches { get; init; }

    /// <summary>Whether the representation is whitened, as <see cref="FeatureWhitening"/> learns it from the training images.</summary>
    public bool IsWhitened { get; init; }

    /// <summary>Whether the representation is h of the image as it is.</summary>
    [JsonIgnore]
    public bool IsWholeImageAlone => EvaluationSizes is [SampleData.ImageSize] && EvaluationPatches is null && !IsWhitened;

    /// <summary>What the encoder looks at.</summary>
    [JsonIgnore]
    public IReadOnlyList<IAugmentation> LooksAt => [.. EvaluationViews.Sizes([.. EvaluationSizes]), .. EvaluationPatches?.Views() ?? []];

    /// <summary>What that costs, in images of the usual size.</summary>
    [JsonIgnore]
    public double LooksCost
        => EvaluationSizes.Sum(size => Math.Pow((double)size / SampleData.ImageSize, 2)) + (EvaluationPatches?.InImagesOf(SampleData.ImageSize) ?? 0);

    /// <summary>Length of the training; null is as many epochs as the time allows.</summary>
    public int? Epochs { get; init; }
}

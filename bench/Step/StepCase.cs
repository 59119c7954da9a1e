using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>One network, size of images and batch that the commands <c>step</c>, <c>end-to-end</c> and <c>inference</c> measure.</summary>
/// <param name="Name">Shared with the Python script, so that ratios can be computed.</param>
/// <param name="Depth">Number of layers.</param>
/// <param name="BaseChannels">Channels of the first stage.</param>
/// <param name="Side">Height and width of a view; up to 64 the stem is the one for small images.</param>
/// <param name="BatchSize">Images in a step; the views are twice as many.</param>
internal sealed record StepCase(string Name, ResNetDepth Depth, int BaseChannels, int Side, int BatchSize)
{
    public static IReadOnlyList<StepCase> All { get; } =
    [
        new("resnet18-16", ResNetDepth.ResNet18, 16, 32, 256),
        new("resnet18-32", ResNetDepth.ResNet18, 32, 32, 256),
        new("resnet18-64", ResNetDepth.ResNet18, 64, 32, 128),
        new("resnet50-64", ResNetDepth.ResNet50, 64, 32, 64),
        new("resnet18-224", ResNetDepth.ResNet18, 64, 224, 32),
        new("resnet50-224", ResNetDepth.ResNet50, 64, 224, 16),
    ];

    /// <summary>Of hardly any arithmetic: what it takes is what every operation takes. Measured where it is named only.</summary>
    public static StepCase Small { get; } = new("resnet18-8", ResNetDepth.ResNet18, 8, 32, 16);

    /// <summary>All that can be named.</summary>
    public static IReadOnlyList<StepCase> Known { get; } = [Small, .. All];

    public ResNetStem Stem => Side <= 64 ? ResNetStem.Cifar : ResNetStem.ImageNet;

    public int Views => 2 * BatchSize;

    public static StepCase Named(string name) => Known.FirstOrDefault(item => item.Name == name)
        ?? throw new ArgumentException($"Expected one of {string.Join(", ", Known.Select(item => item.Name))}, found '{name}'.");

    /// <summary>The library's encoder of this case.</summary>
    public ResNetEncoder CreateEncoder(Precision precision) => new(Depth, new ResNetOptions
    {
        Stem = Stem,
        WidthMultiplier = BaseChannels / 64.0,
        Precision = precision,
    });
}

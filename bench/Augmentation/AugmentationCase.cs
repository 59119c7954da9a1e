using SimClr.Core.Augmentation;

namespace SimClr.Core.Benchmarks.Augmentation;

/// <summary>One line of the augmentation table.</summary>
/// <param name="Name">Shared with the Python script, so that ratios can be computed.</param>
/// <param name="Height">Height of the source images.</param>
/// <param name="Width">Width of the source images.</param>
/// <param name="Pipeline">What makes a view.</param>
internal sealed record AugmentationCase(string Name, int Height, int Width, AugmentationPipeline Pipeline)
{
    /// <summary>The three whole pipelines that the figures of the documentation are about.</summary>
    public static IReadOnlyList<AugmentationCase> Presets { get; } =
    [
        new("cifar-32", 32, 32, SimClrAugmentations.Cifar()),
        new("imagenet-32", 32, 32, SimClrAugmentations.ImageNet(32)),
        new("imagenet-224", 375, 500, SimClrAugmentations.ImageNet()),
    ];

    /// <summary>Every operation alone, always applied, on square pictures of the given sides.</summary>
    public static IEnumerable<AugmentationCase> Operations(params IEnumerable<int> sides)
        => from side in sides
           from operation in Alone(side)
           select new AugmentationCase($"{operation.Name}-{side}", side, side, operation.Build(new AugmentationPipeline()));

    private static IEnumerable<(string Name, Func<AugmentationPipeline, AugmentationPipeline> Build)> Alone(int side) =>
    [
        ("convert", a => a),
        ("crop-bilinear", a => a.RandomResizedCrop(side)),
        ("crop-bicubic", a => a.RandomResizedCrop(side, o => o.Interpolation = ResizeInterpolation.Bicubic)),
        ("horizontal-flip", a => a.RandomHorizontalFlip(1)),
        ("vertical-flip", a => a.RandomVerticalFlip(1)),
        ("rotate-90", a => a.RandomRotate90()),
        ("rotation", a => a.RandomRotation()),
        ("cutout", a => a.Cutout()),
        ("color-jitter", a => a.ColorJitter()),
        ("grayscale", a => a.RandomGrayscale(1)),
        ("blur", a => a.GaussianBlur()),
        ("noise", a => a.GaussianNoise(0.1, 0.1)),
        ("sobel", a => a.SobelFilter()),
        ("solarize", a => a.Solarize()),
        ("equalize", a => a.Equalize()),
        ("normalize", a => a.Normalize([0.5f], [0.25f])),
    ];
}

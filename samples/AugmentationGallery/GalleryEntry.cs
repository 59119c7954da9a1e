using SimClr.Core.Augmentation;

namespace SimClr.Core.Samples.AugmentationGallery;

/// <summary>One picture of the gallery: the source, then several views, each made by a branch in turn.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Branches">The pipelines; one is used for all views.</param>
internal sealed record GalleryEntry(string Name, params IReadOnlyList<AugmentationPipeline> Branches)
{
    private const int Side = 112;

    // Operations are shown on the resized picture without a crop, so that only their own effect is seen.
    private static readonly AugmentationPipeline Whole = new AugmentationPipeline().Resize(Side).CenterCrop(Side);

    /// <summary>How many views are shown.</summary>
    public int Views { get; init; } = 4;

    public static IReadOnlyList<GalleryEntry> All { get; } =
    [
        new("random-resized-crop", new AugmentationPipeline().RandomResizedCrop(Side)),
        new("random-horizontal-flip", Whole.RandomHorizontalFlip()),
        new("random-vertical-flip", Whole.RandomVerticalFlip()),
        new("random-rotate90", Whole.RandomRotate90()),
        new("random-rotation", Whole.RandomRotation(45)),
        new("cutout", Whole.Cutout(), Whole.Cutout(0.5, CutoutFill.Mean)),
        new("color-jitter", Whole.ColorJitter()),
        new("random-grayscale", Whole.RandomGrayscale(0.5)),
        new("color-distortion", Whole.ColorDistortion()),
        new("gaussian-blur", Whole.GaussianBlur()),
        new("gaussian-noise", Whole.GaussianNoise(0.02, 0.08)) { Views = 3 },
        new("sobel-filter", Whole.SobelFilter(), Whole.RandomGrayscale(1).SobelFilter()),
        new("solarize", Whole.Solarize(), Whole.Solarize(0.75f)),
        new("equalize", Whole.Equalize()),
        new("one-of", Whole.OneOf(a => a.Solarize(), a => a.GaussianBlur(), a => a.RandomRotate90(), a => a.RandomGrayscale(1))),
        new("preset-imagenet", SimClrAugmentations.ImageNet(Side)),
        new("preset-official", SimClrAugmentations.Official(Side)),
        new("preset-official-v1", SimClrAugmentations.Official(Side, options => options.Formulas = ColorFormulas.OfficialV1)),
        new("preset-cifar", SimClrAugmentations.Cifar(Side)),
        new(
            "preset-multi-crop",
            [.. SimClrAugmentations.MultiCrop(new MultiCropOptions { LargeSize = Side, SmallSize = Side * 96 / 224, SmallViews = 2 })]),
        new("composition-study", [.. SimClrAugmentations.CompositionStudy(Side, new ColorJitter(1))]),
    ];
}

using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>The pipelines of the paper, of the official code and of later methods.</summary>
public static class SimClrAugmentations
{
    // torchvision's convention for evaluation: a center crop of 224 from 256.
    internal const double EvaluationMargin = 256.0 / 224;

    /// <summary>
    /// The paper's ImageNet pipeline (appendix A): crop, flip, color distortion of strength 1, blur for half of the views.
    /// </summary>
    /// <param name="size">Side of the views in pixels; 224 in the paper.</param>
    /// <param name="configure">Changes the options.</param>
    public static AugmentationPipeline ImageNet(int size = 224, Action<SimClrAugmentationOptions>? configure = null)
        => Create(new SimClrAugmentationOptions { Size = size }, configure);

    /// <summary>The paper's CIFAR pipeline (appendix B.9): crop, flip, color distortion of strength 0.5, no blur.</summary>
    /// <param name="size">Side of the views in pixels; 32 in the paper.</param>
    /// <param name="configure">Changes the options.</param>
    public static AugmentationPipeline Cifar(int size = 32, Action<SimClrAugmentationOptions>? configure = null)
        => Create(new SimClrAugmentationOptions { Size = size, Strength = 0.5, BlurProbability = 0 }, configure);

    /// <summary>
    /// The official code's ImageNet pipeline: as <see cref="ImageNet"/>, with a bicubic crop and TensorFlow's color formulas, brightness
    /// multiplying as in its default ("simclrv2") or adding as in the paper ("simclrv1", by <see cref="ColorFormulas.OfficialV1"/>).
    /// </summary>
    /// <param name="size">Side of the views in pixels.</param>
    /// <param name="configure">Changes the options.</param>
    /// <remarks>The official blur pads with zeros and draws one sigma a batch; here it mirrors and draws one for each view.</remarks>
    public static AugmentationPipeline Official(int size = 224, Action<SimClrAugmentationOptions>? configure = null)
        => Create(
            new SimClrAugmentationOptions { Size = size, Interpolation = ResizeInterpolation.Bicubic, Formulas = ColorFormulas.OfficialV2 },
            configure);

    /// <summary>
    /// Random crop and flip alone: the paper's augmentation for fine-tuning (appendix B.5), for linear evaluation (B.6), and the one under
    /// which its supervised network does best at 90 epochs (B.3).
    /// </summary>
    /// <param name="size">Side of the views in pixels; 224 in the paper.</param>
    public static AugmentationPipeline CropAndFlip(int size = 224)
        => new AugmentationPipeline().RandomResizedCrop(size).RandomHorizontalFlip();

    /// <summary>A pipeline of crop, flip, color distortion and blur with the given options.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is out of range.</exception>
    public static AugmentationPipeline Create(SimClrAugmentationOptions options)
    {
        OptionsGuard.Validate(options, new SimClrAugmentationOptionsValidator());
        AugmentationPipeline pipeline = new AugmentationPipeline()
            .RandomResizedCrop(options.Size, crop =>
            {
                (crop.MinimumArea, crop.MaximumArea) = (options.MinimumArea, options.MaximumArea);
                crop.Interpolation = options.Interpolation;
            })
            .RandomHorizontalFlip(options.FlipProbability)
            .ColorDistortion(options.Strength, options.NonRgb, options.Formulas);
        return options.BlurProbability > 0 ? pipeline.RandomGaussianBlur(options.BlurProbability) : pipeline;
    }

    /// <summary>
    /// Several large and many small views of an image (SwAV, Caron et al. 2020): one pipeline for each view, the large ones first, for
    /// <see cref="ViewGenerator(long, IEnumerable{IAugmentation})"/>. In a batch, the views of each size form a group of their own.
    /// </summary>
    /// <param name="multiCrop">Numbers and sizes of the views; the defaults are SwAV's.</param>
    /// <param name="configure">Changes what the views have in common: color, flip, blur.</param>
    public static IReadOnlyList<AugmentationPipeline> MultiCrop(
        MultiCropOptions? multiCrop = null,
        Action<SimClrAugmentationOptions>? configure = null)
    {
        MultiCropOptions options = OptionsGuard.Validate(multiCrop ?? new MultiCropOptions(), new MultiCropOptionsValidator());
        AugmentationPipeline large = ImageNet(options.LargeSize, Areas(options.DividingArea, 1) + configure);
        AugmentationPipeline small = ImageNet(options.SmallSize, Areas(options.MinimumArea, options.DividingArea) + configure);
        return [.. Enumerable.Repeat(large, options.LargeViews), .. Enumerable.Repeat(small, options.SmallViews)];
    }

    /// <summary>
    /// The two branches of the paper's composition study (section 3.1, Figure 5): one is only cropped and resized, the other is cropped,
    /// resized and gets the operations that are studied.
    /// </summary>
    /// <param name="size">Side of the views in pixels.</param>
    /// <param name="operations">What is studied, in order.</param>
    public static IReadOnlyList<AugmentationPipeline> CompositionStudy(int size, params IEnumerable<IAugmentation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        RandomResizedCrop crop = new(size);
        return [new AugmentationPipeline(crop), new AugmentationPipeline([crop, .. operations])];
    }

    /// <summary>
    /// How an image is prepared for evaluation on ImageNet: the shorter side resized to 256/224 of the size, the middle cut out.
    /// </summary>
    /// <param name="size">Side of the result in pixels.</param>
    public static AugmentationPipeline Evaluation(int size = 224) => new AugmentationPipeline()
        .Resize((int)Math.Round(size * EvaluationMargin))
        .CenterCrop(size);

    private static AugmentationPipeline Create(SimClrAugmentationOptions options, Action<SimClrAugmentationOptions>? configure)
    {
        configure?.Invoke(options);
        return Create(options);
    }

    private static Action<SimClrAugmentationOptions> Areas(double minimum, double maximum)
        => options => (options.MinimumArea, options.MaximumArea) = (minimum, maximum);
}

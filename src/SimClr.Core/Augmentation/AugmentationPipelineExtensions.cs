namespace SimClr.Core.Augmentation;

/// <summary>Fluent calls: each is one line over a public constructor and returns a longer pipeline.</summary>
public static class AugmentationPipelineExtensions
{
    /// <summary>Adds a <see cref="Augmentation.RandomResizedCrop"/> to a square.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="size">Side of the result in pixels.</param>
    /// <param name="configure">Changes the options.</param>
    public static AugmentationPipeline RandomResizedCrop(this AugmentationPipeline pipeline, int size, Action<RandomResizedCropOptions>? configure = null)
        => Start(pipeline).Then(new RandomResizedCrop(Configured(new RandomResizedCropOptions { Height = size, Width = size }, configure)));

    /// <summary>Adds a <see cref="Augmentation.RandomHorizontalFlip"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    public static AugmentationPipeline RandomHorizontalFlip(this AugmentationPipeline pipeline, double probability = 0.5)
        => Start(pipeline).Then(new RandomHorizontalFlip(probability));

    /// <summary>Adds the paper's colour distortion (appendix A): a <see cref="Augmentation.ColorJitter"/> with probability 0.8, then a <see cref="Augmentation.ColorDrop"/> with 0.2.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="strength">The paper's s: 1 for ImageNet, 0.5 for CIFAR.</param>
    /// <param name="nonRgb">What to do with a view that has not three channels.</param>
    public static AugmentationPipeline ColorDistortion(this AugmentationPipeline pipeline, double strength = 1, NonRgbHandling nonRgb = NonRgbHandling.Refuse)
    {
        ColorJitterOptions jitter = ColorJitterOptions.OfStrength(strength);
        jitter.NonRgb = nonRgb;
        return Start(pipeline).Then(new RandomApply(new ColorJitter(jitter), 0.8)).Then(new ColorDrop(0.2, nonRgb));
    }

    /// <summary>Adds a <see cref="Augmentation.ColorJitter"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="configure">Changes the options; the defaults are the paper's with strength 1.</param>
    public static AugmentationPipeline ColorJitter(this AugmentationPipeline pipeline, Action<ColorJitterOptions>? configure = null)
        => Start(pipeline).Then(new ColorJitter(Configured(new ColorJitterOptions(), configure)));

    /// <summary>Adds a <see cref="Augmentation.ColorDrop"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="nonRgb">What to do with a view that has not three channels.</param>
    public static AugmentationPipeline ColorDrop(this AugmentationPipeline pipeline, double probability = 0.2, NonRgbHandling nonRgb = NonRgbHandling.Refuse)
        => Start(pipeline).Then(new ColorDrop(probability, nonRgb));

    /// <summary>Adds a <see cref="Augmentation.GaussianBlur"/> with a probability (paper, appendix A: 0.5).</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="configure">Changes the options.</param>
    public static AugmentationPipeline GaussianBlur(this AugmentationPipeline pipeline, double probability = 0.5, Action<GaussianBlurOptions>? configure = null)
        => Start(pipeline).Then(new RandomApply(new GaussianBlur(Configured(new GaussianBlurOptions(), configure)), probability));

    /// <summary>Adds a <see cref="Augmentation.RandomApply"/> of a chain of its own.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="build">Builds the chain from an empty one.</param>
    public static AugmentationPipeline RandomApply(this AugmentationPipeline pipeline, double probability, Func<AugmentationPipeline, AugmentationPipeline> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return Start(pipeline).Then(new RandomApply(build(new AugmentationPipeline()), probability));
    }

    /// <summary>Adds a <see cref="Augmentation.Resize"/> of the shorter side; the aspect ratio is kept.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="shorterSide">Length of the shorter side of the result in pixels.</param>
    /// <param name="interpolation">The resampling filter.</param>
    public static AugmentationPipeline Resize(this AugmentationPipeline pipeline, int shorterSide, ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
        => Start(pipeline).Then(new Resize(shorterSide, interpolation));

    /// <summary>Adds a <see cref="Augmentation.Resize"/> to a fixed size.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="interpolation">The resampling filter.</param>
    public static AugmentationPipeline Resize(this AugmentationPipeline pipeline, int height, int width, ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
        => Start(pipeline).Then(new Resize(height, width, interpolation));

    /// <summary>Adds a <see cref="Augmentation.CenterCrop"/> to a square.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="size">Side of the result in pixels.</param>
    public static AugmentationPipeline CenterCrop(this AugmentationPipeline pipeline, int size)
        => Start(pipeline).Then(new CenterCrop(size));

    private static AugmentationPipeline Start(AugmentationPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline;
    }

    private static TOptions Configured<TOptions>(TOptions options, Action<TOptions>? configure)
    {
        configure?.Invoke(options);
        return options;
    }
}

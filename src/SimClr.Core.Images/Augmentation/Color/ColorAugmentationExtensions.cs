namespace SimClr.Core.Augmentation;

/// <summary>
/// Fluent calls for the operations that change values. Each adds what the constructor of its name makes and returns a longer pipeline;
/// those with "Random" before another call's name add the same in a <see cref="RandomApply"/>.
/// </summary>
public static class ColorAugmentationExtensions
{
    private const double JitterProbability = 0.8;
    private const double GrayProbability = 0.2;

    /// <summary>
    /// Adds the paper's color distortion (appendix A): a <see cref="Augmentation.ColorJitter"/> with probability 0.8, then a
    /// <see cref="Augmentation.RandomGrayscale"/> with 0.2.
    /// </summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="strength">The paper's s, at least 0: 1 for ImageNet, 0.5 for CIFAR.</param>
    /// <param name="nonRgb">What to do with a view that has not three channels.</param>
    /// <param name="formulas">Whose formulas the jitter follows.</param>
    public static AugmentationPipeline ColorDistortion(
        this AugmentationPipeline pipeline,
        double strength = 1,
        NonRgbHandling nonRgb = NonRgbHandling.Throw,
        ColorFormulas formulas = ColorFormulas.Torchvision)
    {
        ColorJitterOptions options = ColorJitterOptions.OfStrength(strength);
        (options.NonRgb, options.Formulas) = (nonRgb, formulas);
        return pipeline.Append(new RandomApply(new ColorJitter(options), JitterProbability)).RandomGrayscale(GrayProbability, nonRgb);
    }

    /// <summary>Adds a <see cref="Augmentation.ColorJitter"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="configure">Changes the options; the defaults are the paper's with strength 1.</param>
    public static AugmentationPipeline ColorJitter(this AugmentationPipeline pipeline, Action<ColorJitterOptions>? configure = null)
    {
        ColorJitterOptions options = new();
        configure?.Invoke(options);
        return pipeline.Append(new ColorJitter(options));
    }

    /// <summary>Adds a <see cref="Augmentation.RandomGrayscale"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="nonRgb">What to do with a view that has not three channels.</param>
    public static AugmentationPipeline RandomGrayscale(
        this AugmentationPipeline pipeline, double probability = GrayProbability, NonRgbHandling nonRgb = NonRgbHandling.Throw)
        => pipeline.Append(new RandomGrayscale(probability, nonRgb));

    /// <summary>Adds a <see cref="Augmentation.GaussianBlur"/>, which blurs every view.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="configure">Changes the options; the defaults are the paper's.</param>
    public static AugmentationPipeline GaussianBlur(this AugmentationPipeline pipeline, Action<GaussianBlurOptions>? configure = null)
        => pipeline.Append(Blur(configure));

    /// <summary>
    /// Adds a <see cref="Augmentation.GaussianBlur"/> in a <see cref="RandomApply"/> (paper, appendix A: with probability 0.5).
    /// </summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1]; 0.5 by default.</param>
    /// <param name="configure">Changes the options; the defaults are the paper's.</param>
    public static AugmentationPipeline RandomGaussianBlur(
        this AugmentationPipeline pipeline,
        double probability = 0.5,
        Action<GaussianBlurOptions>? configure = null)
        => pipeline.Append(new RandomApply(Blur(configure), probability));

    /// <summary>Adds a <see cref="Augmentation.GaussianNoise"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="minimumDeviation">Smallest standard deviation; 1 is full intensity.</param>
    /// <param name="maximumDeviation">Largest standard deviation.</param>
    public static AugmentationPipeline GaussianNoise(
        this AugmentationPipeline pipeline,
        double minimumDeviation = 0,
        double maximumDeviation = 0.1)
        => pipeline.Append(new GaussianNoise(minimumDeviation, maximumDeviation));

    /// <summary>Adds a <see cref="Augmentation.SobelFilter"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="output">The gradient's length, or its two parts.</param>
    public static AugmentationPipeline SobelFilter(this AugmentationPipeline pipeline, SobelOutput output = SobelOutput.Magnitude)
        => pipeline.Append(new SobelFilter(output));

    /// <summary>Adds a <see cref="Augmentation.Solarize"/>, which changes every view.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="threshold">In [0, 1]; 0.5 by default.</param>
    public static AugmentationPipeline Solarize(this AugmentationPipeline pipeline, float threshold = 0.5f)
        => pipeline.Append(new Solarize(threshold));

    /// <summary>
    /// Adds a <see cref="Augmentation.Solarize"/> in a <see cref="RandomApply"/> (BYOL: with probability 0.2 in one of its branches).
    /// </summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1]; 0.2 by default.</param>
    /// <param name="threshold">In [0, 1]; 0.5 by default.</param>
    public static AugmentationPipeline RandomSolarize(
        this AugmentationPipeline pipeline, double probability = 0.2, float threshold = 0.5f)
        => pipeline.Append(new RandomApply(new Solarize(threshold), probability));

    /// <summary>Adds an <see cref="Augmentation.Equalize"/>, which changes every view.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    public static AugmentationPipeline Equalize(this AugmentationPipeline pipeline) => pipeline.Append(new Equalize());

    /// <summary>Adds an <see cref="Augmentation.Equalize"/> in a <see cref="RandomApply"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1]; 0.2 by default.</param>
    public static AugmentationPipeline RandomEqualize(this AugmentationPipeline pipeline, double probability = 0.2)
        => pipeline.Append(new RandomApply(new Equalize(), probability));

    /// <summary>Adds a <see cref="Augmentation.Normalize"/>; it belongs at the end.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="mean">One value for all channels, or one for each.</param>
    /// <param name="standardDeviation">As many values, all positive.</param>
    public static AugmentationPipeline Normalize(
        this AugmentationPipeline pipeline,
        IEnumerable<float> mean,
        IEnumerable<float> standardDeviation)
        => pipeline.Append(new Normalize(mean, standardDeviation));

    /// <summary>Adds a <see cref="Augmentation.ReverseChannels"/>; it belongs at the end.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    public static AugmentationPipeline ReverseChannels(this AugmentationPipeline pipeline) => pipeline.Append(new ReverseChannels());

    private static GaussianBlur Blur(Action<GaussianBlurOptions>? configure)
    {
        GaussianBlurOptions options = new();
        configure?.Invoke(options);
        return new GaussianBlur(options);
    }
}

using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Changes brightness, contrast, saturation and hue by random amounts, in an order that is random for each view (paper, appendix A).
/// </summary>
/// <remarks>
/// The formulas are torchvision's or the official code's (<see cref="ColorFormulas"/>), clipped to [0, 1] after each part. Brightness and
/// contrast
/// work on any number of channels (with other than three, the mean is over all values); saturation and hue need three. Immutable,
/// thread-safe.
/// </remarks>
public sealed class ColorJitter : RandomAugmentation<ColorJitterParameters>
{
    private readonly double _brightness;
    private readonly double _contrast;
    private readonly double _saturation;
    private readonly double _hue;
    private readonly ColorFormulas _formulas;
    private readonly NonRgbHandling _nonRgb;

    /// <summary>Creates the operation with the paper's amounts.</summary>
    /// <param name="strength">The paper's s, at least 0: 1 for ImageNet, 0.5 for CIFAR.</param>
    public ColorJitter(double strength)
        : this(ColorJitterOptions.OfStrength(strength))
    {
    }

    /// <summary>Creates the operation; the options are copied.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is out of range.</exception>
    public ColorJitter(ColorJitterOptions options)
    {
        OptionsGuard.Validate(options, new ColorJitterOptionsValidator());
        (_brightness, _contrast, _saturation, _hue) = (options.Brightness, options.Contrast, options.Saturation, options.Hue);
        (_formulas, _nonRgb) = (options.Formulas, options.NonRgb);
    }

    /// <inheritdoc/>
    public override ColorJitterParameters Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new ColorJitterParameters(
            Factor(_brightness, random),
            Factor(_contrast, random),
            Factor(_saturation, random),
            (float)random.Uniform(-_hue, _hue),
            random.NextInt32(ColorJitterOrder.Count));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// Saturation or hue change, the view has not three channels, and the handling is to refuse; or a float image is not in [0, 1].
    /// </exception>
    public override void Apply(View view, ColorJitterParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        IntensityGuard.Check(view, nameof(ColorJitter));
        bool needsColor = parameters.Saturation != 1 || parameters.Hue != 0;
        bool hasColor = needsColor ? RgbGuard.HasColor(view, _nonRgb, nameof(ColorJitter)) : view.Shape.Channels == RgbGuard.Channels;
        JitterParts parts = new(parameters, _formulas);
        if (hasColor)
            JitterSweep.ApplyToColor(Rgb.Of(view), ColorJitterOrder.Steps(parameters.Order), parts);
        else
            JitterSweep.ApplyToChannels(view.Pixels, ColorJitterOrder.Steps(parameters.Order), parts);
    }

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(
        nameof(ColorJitter),
        ("brightness", _brightness),
        ("contrast", _contrast),
        ("saturation", _saturation),
        ("hue", _hue),
        ("formulas", _formulas));

    private static float Factor(double amount, RandomStream random) => (float)random.Uniform(Math.Max(0, 1 - amount), 1 + amount);
}

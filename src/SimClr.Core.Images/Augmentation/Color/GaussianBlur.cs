using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>Blurs with a Gaussian of random width (paper, appendix A: sigma uniform in [0.1, 2], kernel a tenth of the side).</summary>
/// <remarks>
/// Separable, the border mirrored without repeating the edge, as in torchvision. (The official code pads with zeros instead, which darkens
/// the border.) The paper applies it to half of the views: wrap it in <see cref="RandomApply"/>. Any number of channels. Immutable,
/// thread-safe.
/// </remarks>
public sealed class GaussianBlur : RandomAugmentation<double>
{
    private readonly double _minimumSigma;
    private readonly double _maximumSigma;
    private readonly int? _kernelSize;

    /// <summary>Creates the operation with the paper's parameters.</summary>
    public GaussianBlur()
        : this(new GaussianBlurOptions())
    {
    }

    /// <summary>Creates the operation; the options are copied.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is out of range.</exception>
    public GaussianBlur(GaussianBlurOptions options)
    {
        OptionsGuard.Validate(options, new GaussianBlurOptionsValidator());
        (_minimumSigma, _maximumSigma, _kernelSize) = (options.MinimumSigma, options.MaximumSigma, options.KernelSize);
    }

    /// <summary>The standard deviation in pixels.</summary>
    public override double Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Uniform(_minimumSigma, _maximumSigma);
    }

    /// <inheritdoc/>
    public override void Apply(View view, double parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parameters);
        int radius = _kernelSize is { } size ? size / 2 : view.Shape.Height / 10 / 2;
        SeparableBlur.Apply(view, parameters, radius);
    }

    /// <summary>The operation itself where only one sigma is possible; else null.</summary>
    public override IAugmentation? ForEvaluation() => _minimumSigma == _maximumSigma ? this : null;

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(
        nameof(GaussianBlur),
        ("minimumSigma", _minimumSigma),
        ("maximumSigma", _maximumSigma),
        ("kernelSize", _kernelSize is { } size ? size : "height / 10"));
}

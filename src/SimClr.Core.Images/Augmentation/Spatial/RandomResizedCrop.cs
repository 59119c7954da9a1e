using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>Cuts a random rectangle out and resizes it to a fixed size (the "Inception crop"; paper, appendix A).</summary>
/// <remarks>
/// The area's fraction is uniform, the aspect ratio uniform in its logarithm, the place uniform. Where none of the attempts fits, the
/// largest
/// centered rectangle with an allowed ratio is taken. As a pipeline's first step it reads the source image's samples directly.
/// Works on any size and number of channels; samples of a float source that are not finite count as 0. Immutable, thread-safe.
/// </remarks>
public sealed class RandomResizedCrop : RandomAugmentation<CropBox>
{
    private readonly int _height;
    private readonly int _width;
    private readonly double _minimumArea;
    private readonly double _maximumArea;
    private readonly double _minimumRatio;
    private readonly double _maximumRatio;
    private readonly int _attempts;
    private readonly ResizeInterpolation _interpolation;

    /// <summary>Creates the operation with the paper's parameters and a square result.</summary>
    /// <param name="size">Side of the result in pixels, at least 1.</param>
    public RandomResizedCrop(int size)
        : this(new RandomResizedCropOptions { Height = size, Width = size })
    {
    }

    /// <summary>Creates the operation; the options are copied.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is out of range.</exception>
    public RandomResizedCrop(RandomResizedCropOptions options)
    {
        OptionsGuard.Validate(options, new RandomResizedCropOptionsValidator());
        (_height, _width) = (options.Height, options.Width);
        (_minimumArea, _maximumArea) = (options.MinimumArea, options.MaximumArea);
        (_minimumRatio, _maximumRatio) = (options.MinimumAspectRatio, options.MaximumAspectRatio);
        (_attempts, _interpolation) = (options.Attempts, options.Interpolation);
    }

    /// <inheritdoc/>
    public override CropBox Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double area = (double)shape.Height * shape.Width;
        double minimumLogRatio = Math.Log(_minimumRatio);
        double maximumLogRatio = Math.Log(_maximumRatio);
        for (int attempt = 0; attempt < _attempts; attempt++)
        {
            double target = area * random.Uniform(_minimumArea, _maximumArea);
            double ratio = Math.Exp(random.Uniform(minimumLogRatio, maximumLogRatio));
            double width = Math.Round(Math.Sqrt(target * ratio));
            double height = Math.Round(Math.Sqrt(target / ratio));
            if (width >= 1 && width <= shape.Width && height >= 1 && height <= shape.Height)
                return Place(shape, (int)height, (int)width, random);
        }

        return Center(shape);
    }

    /// <inheritdoc/>
    public override void Apply(View view, CropBox parameters) => Resampler.Resize(view, parameters, _height, _width, _interpolation);

    /// <summary>An <see cref="EvaluationCrop"/> to the same size, with the same filter.</summary>
    public override IAugmentation ForEvaluation() => new EvaluationCrop(_height, _width, _interpolation);

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(
        nameof(RandomResizedCrop),
        ("height", _height),
        ("width", _width),
        ("minimumArea", _minimumArea),
        ("maximumArea", _maximumArea),
        ("minimumAspectRatio", _minimumRatio),
        ("maximumAspectRatio", _maximumRatio),
        ("interpolation", _interpolation));

    private static CropBox Place(ViewShape shape, int height, int width, RandomStream random)
    {
        int top = random.NextInt32(shape.Height - height + 1);
        int left = random.NextInt32(shape.Width - width + 1);
        return new CropBox(top, left, height, width);
    }

    private CropBox Center(ViewShape shape)
    {
        double ratio = Math.Clamp((double)shape.Width / shape.Height, _minimumRatio, _maximumRatio);
        int width = (int)Math.Clamp(Math.Round(shape.Height * ratio), 1, shape.Width);
        int height = (int)Math.Clamp(Math.Round(shape.Width / ratio), 1, shape.Height);
        return new CropBox((shape.Height - height) / 2, (shape.Width - width) / 2, height, width);
    }
}

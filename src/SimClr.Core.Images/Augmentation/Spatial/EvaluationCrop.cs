using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// What stands in evaluation for a random crop to the same size. An image of that size stays untouched. Any other is resized until it
/// covers 256/224 of the size on both sides, and the middle is cut out (torchvision's convention).
/// </summary>
/// <remarks>
/// The result depends on the image alone, never on the others of its source. For a square size it is
/// <see cref="SimClrAugmentations.Evaluation"/>, but for images that have the size already. Not random; immutable, thread-safe. Any number
/// of channels.
/// </remarks>
public sealed class EvaluationCrop : IAugmentation, IFixedSize
{
    private readonly int _height;
    private readonly int _width;
    private readonly ResizeInterpolation _interpolation;
    private readonly CenterCrop _crop;
    private readonly AugmentationPipeline? _square;

    /// <summary>Creates the operation with a square result.</summary>
    /// <param name="size">Side of the result in pixels, at least 1.</param>
    public EvaluationCrop(int size)
        : this(size, size)
    {
    }

    /// <summary>Creates the operation.</summary>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="width">Width of the result in pixels, at least 1.</param>
    /// <param name="interpolation">The resampling filter; bilinear by default.</param>
    public EvaluationCrop(int height, int width, ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
    {
        _crop = new CenterCrop(height, width);
        (_height, _width, _interpolation) = (height, width, interpolation);
        _square = height == width ? Steps(WithMargin(height)) : null;
    }

    (int Height, int Width)? IFixedSize.Result => (_height, _width);

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Shape.Height == _height && view.Shape.Width == _width)
            return;
        (_square ?? Steps(ShorterSide(view.Shape))).Apply(view, random);
    }

    /// <inheritdoc/>
    public AugmentationDescription Describe()
        => new(nameof(EvaluationCrop), ("height", _height), ("width", _width), ("interpolation", _interpolation));

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();

    private static int WithMargin(int side) => (int)Math.Round(side * SimClrAugmentations.EvaluationMargin);

    private AugmentationPipeline Steps(int shorterSide) => new(new Resize(shorterSide, _interpolation), _crop);

    // Resize cuts the longer side to whole pixels, so the shorter one is rounded up where the longer one decides.
    private int ShorterSide(ViewShape shape)
    {
        (long shorter, long longer) = (Math.Min(shape.Height, shape.Width), Math.Max(shape.Height, shape.Width));
        (int across, int along) = shape.Height <= shape.Width ? (_height, _width) : (_width, _height);
        return (int)Math.Max(WithMargin(across), (WithMargin(along) * shorter + longer - 1) / longer);
    }
}

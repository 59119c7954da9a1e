using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Resizes the whole view, antialiased; not random. For evaluation, and for sources whose images differ in size.</summary>
/// <remarks>
/// Nothing is computed before the pixels are asked for. If a <see cref="CenterCrop"/> or <see cref="RandomResizedCrop"/> comes next, only
/// the part that it keeps is computed, with the same values; so even very thin images take little memory. Immutable, thread-safe. Any
/// number of channels.
/// </remarks>
public sealed class Resize : RandomAugmentation<CropBox>, IFixedSize
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _shorterSide;
    private readonly ResizeInterpolation _interpolation;

    /// <summary>Resizes to a fixed size; the aspect ratio may change.</summary>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="width">Width of the result in pixels, at least 1.</param>
    /// <param name="interpolation">The resampling filter.</param>
    public Resize(int height, int width, ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (_height, _width, _interpolation) = (height, width, interpolation);
    }

    /// <summary>Resizes so that the shorter side has the given length and the aspect ratio is kept.</summary>
    /// <param name="shorterSide">Length of the shorter side of the result in pixels, at least 1.</param>
    /// <param name="interpolation">The resampling filter.</param>
    public Resize(int shorterSide, ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shorterSide);
        (_shorterSide, _interpolation) = (shorterSide, interpolation);
    }

    (int Height, int Width)? IFixedSize.Result => _shorterSide == 0 ? (_height, _width) : null;

    /// <summary>The whole view; nothing is drawn.</summary>
    public override CropBox Draw(ViewShape shape, RandomStream random) => CropBox.Whole(shape);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The box is not inside the view, or the longer side would be too long to count.</exception>
    public override void Apply(View view, CropBox parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        (int height, int width) = _shorterSide == 0 ? (_height, _width) : KeepRatio(parameters);
        if (parameters == CropBox.Whole(view.Shape))
            view.ResizeLater(new ViewShape(view.Shape.Channels, height, width), _interpolation);
        else
            Resampler.Resize(view, parameters, height, width, _interpolation);
    }

    /// <inheritdoc/>
    public override IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => _shorterSide == 0
        ? new(nameof(Resize), ("height", _height), ("width", _width), ("interpolation", _interpolation))
        : new(nameof(Resize), ("shorterSide", _shorterSide), ("interpolation", _interpolation));

    private (int Height, int Width) KeepRatio(CropBox box) => box.Height <= box.Width
        ? (_shorterSide, Longer(box, box.Width, box.Height))
        : (Longer(box, box.Height, box.Width), _shorterSide);

    // The longer side is cut to a whole number of pixels, as torchvision does.
    private int Longer(CropBox box, int longer, int shorter)
    {
        long length = (long)_shorterSide * longer / shorter;
        return length <= int.MaxValue
            ? (int)length
            : throw new ArgumentException(
                $"Resizing {box.Width} x {box.Height} pixels to a shorter side of {_shorterSide} makes the longer one {length:N0} pixels, "
                + $"more than {int.MaxValue:N0}. Leave such thin images out.");
    }
}

namespace SimClr.Core.Augmentation;

/// <summary>
/// Fluent calls for the operations that move pixels. Each adds what the constructor of its name makes and returns a longer pipeline.
/// </summary>
public static class SpatialAugmentationExtensions
{
    /// <summary>Adds a <see cref="Augmentation.RandomResizedCrop"/> to a square.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="size">Side of the result in pixels.</param>
    /// <param name="configure">Changes the options.</param>
    public static AugmentationPipeline RandomResizedCrop(
        this AugmentationPipeline pipeline,
        int size,
        Action<RandomResizedCropOptions>? configure = null)
    {
        RandomResizedCropOptions options = new() { Height = size, Width = size };
        configure?.Invoke(options);
        return pipeline.Append(new RandomResizedCrop(options));
    }

    /// <summary>Adds a <see cref="Augmentation.RandomHorizontalFlip"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    public static AugmentationPipeline RandomHorizontalFlip(this AugmentationPipeline pipeline, double probability = 0.5)
        => pipeline.Append(new RandomHorizontalFlip(probability));

    /// <summary>Adds a <see cref="Augmentation.RandomVerticalFlip"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    public static AugmentationPipeline RandomVerticalFlip(this AugmentationPipeline pipeline, double probability = 0.5)
        => pipeline.Append(new RandomVerticalFlip(probability));

    /// <summary>Adds a <see cref="Augmentation.RandomRotate90"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    public static AugmentationPipeline RandomRotate90(this AugmentationPipeline pipeline) => pipeline.Append(new RandomRotate90());

    /// <summary>Adds a <see cref="Augmentation.RandomRotation"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="maximumAngle">In [0, 180] degrees.</param>
    /// <param name="fill">Value of what lies outside, in [0, 1].</param>
    public static AugmentationPipeline RandomRotation(this AugmentationPipeline pipeline, double maximumAngle = 180, float fill = 0)
        => pipeline.Append(new RandomRotation(maximumAngle, fill));

    /// <summary>Adds a <see cref="Augmentation.Cutout"/>.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="side">Side of the square as a fraction of the view's shorter side, in (0, 1].</param>
    /// <param name="fill">What is written.</param>
    public static AugmentationPipeline Cutout(this AugmentationPipeline pipeline, double side = 0.5, CutoutFill fill = CutoutFill.Zero)
        => pipeline.Append(new Cutout(side, fill));

    /// <summary>Adds a <see cref="Augmentation.Resize"/> of the shorter side; the aspect ratio is kept.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="shorterSide">Length of the shorter side of the result in pixels.</param>
    /// <param name="interpolation">The resampling filter.</param>
    public static AugmentationPipeline Resize(
        this AugmentationPipeline pipeline,
        int shorterSide,
        ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
        => pipeline.Append(new Resize(shorterSide, interpolation));

    /// <summary>Adds a <see cref="Augmentation.Resize"/> to a fixed size.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="interpolation">The resampling filter.</param>
    public static AugmentationPipeline Resize(
        this AugmentationPipeline pipeline,
        int height,
        int width,
        ResizeInterpolation interpolation = ResizeInterpolation.Bilinear)
        => pipeline.Append(new Resize(height, width, interpolation));

    /// <summary>Adds a <see cref="Augmentation.CenterCrop"/> to a square.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="size">Side of the result in pixels.</param>
    public static AugmentationPipeline CenterCrop(this AugmentationPipeline pipeline, int size) => pipeline.Append(new CenterCrop(size));

    /// <summary>Adds an <see cref="Augmentation.EvaluationCrop"/> to a square.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="size">Side of the result in pixels.</param>
    public static AugmentationPipeline EvaluationCrop(this AugmentationPipeline pipeline, int size)
        => pipeline.Append(new EvaluationCrop(size));
}

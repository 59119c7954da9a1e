namespace SimClr.Core.Augmentation;

/// <summary>The pipelines of the paper.</summary>
public static class SimClrAugmentations
{
    /// <summary>The paper's ImageNet pipeline (appendix A): crop, flip, colour distortion of strength 1, blur for half of the views.</summary>
    /// <param name="size">Side of the views in pixels; 224 in the paper.</param>
    public static AugmentationPipeline ImageNet(int size = 224) => new AugmentationPipeline()
        .RandomResizedCrop(size)
        .RandomHorizontalFlip()
        .ColorDistortion(1)
        .GaussianBlur();

    /// <summary>The paper's CIFAR pipeline (appendix B.9): crop, flip, colour distortion of strength 0.5, no blur.</summary>
    /// <param name="size">Side of the views in pixels; 32 in the paper.</param>
    public static AugmentationPipeline Cifar(int size = 32) => new AugmentationPipeline()
        .RandomResizedCrop(size)
        .RandomHorizontalFlip()
        .ColorDistortion(0.5);

    /// <summary>How an image is prepared for evaluation: the shorter side resized to 256/224 of the size, the middle cut out.</summary>
    /// <param name="size">Side of the result in pixels.</param>
    public static AugmentationPipeline Evaluation(int size = 224) => new AugmentationPipeline()
        .Resize((int)Math.Round(size * 256 / 224.0))
        .CenterCrop(size);
}

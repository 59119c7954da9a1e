using SimClr.Core.Augmentation;

namespace SimClr.Core;

/// <summary>Augmentations for a <see cref="SimClrBuilder"/>.</summary>
public static class AugmentationBuilderExtensions
{
    /// <summary>
    /// The augmentations of both views, as a chain that begins empty: <c>a => a.RandomResizedCrop(32).RandomHorizontalFlip()</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">
    /// Called by <see cref="SimClrBuilder.Build"/>, so that what is out of range here is listed with all the rest.
    /// </param>
    public static SimClrBuilder UseAugmentations(this SimClrBuilder builder, Func<AugmentationPipeline, IAugmentation> configure)
        => builder.UseAugmentations(views: 2, configure);

    /// <summary>The augmentations of each of K views, as a chain that begins empty.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="views">K, the views of each image, at least 2.</param>
    /// <param name="configure">
    /// Called by <see cref="SimClrBuilder.Build"/>, so that what is out of range here is listed with all the rest.
    /// </param>
    public static SimClrBuilder UseAugmentations(
        this SimClrBuilder builder, int views, Func<AugmentationPipeline, IAugmentation> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseAugmentations(() => Enumerable.Repeat(configure(new AugmentationPipeline()), views));
    }

    /// <summary>The augmentation of both views, each with random numbers of its own.</summary>
    public static SimClrBuilder UseAugmentations(this SimClrBuilder builder, IAugmentation both)
        => builder.UseAugmentations(views: 2, both);

    /// <summary>The augmentation of each of K views, each with random numbers of its own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="views">K, the views of each image, at least 2.</param>
    /// <param name="augmentation">Makes every view.</param>
    public static SimClrBuilder UseAugmentations(this SimClrBuilder builder, int views, IAugmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        return builder.UseAugmentations(views, _ => augmentation);
    }

    /// <summary>An augmentation for each of two views, as in the paper's composition study (section 3.1).</summary>
    public static SimClrBuilder UseAugmentations(this SimClrBuilder builder, IAugmentation first, IAugmentation second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return builder.UseAugmentations(() => [first, second]);
    }

    /// <summary>One augmentation for each view, as <see cref="SimClrAugmentations.MultiCrop"/> gives them.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="branches">At least two; one that makes several views is in it several times.</param>
    public static SimClrBuilder UseAugmentations(this SimClrBuilder builder, IEnumerable<IAugmentation> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        return builder.UseAugmentations(() => branches);
    }
}

using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Fluent calls for operations made of others.</summary>
public static class CompositionAugmentationExtensions
{
    /// <summary>Adds a <see cref="Augmentation.RandomApply"/> of a chain of its own.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="build">Builds the chain from an empty one.</param>
    public static AugmentationPipeline RandomApply(
        this AugmentationPipeline pipeline,
        double probability,
        Func<AugmentationPipeline, AugmentationPipeline> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return pipeline.Append(new RandomApply(build(new AugmentationPipeline()), probability));
    }

    /// <summary>Adds a <see cref="Augmentation.OneOf"/> of chains that are equally likely.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="builds">Each builds its chain from an empty one.</param>
    public static AugmentationPipeline OneOf(
        this AugmentationPipeline pipeline,
        params IEnumerable<Func<AugmentationPipeline, AugmentationPipeline>> builds)
    {
        ArgumentNullException.ThrowIfNull(builds);
        return pipeline.Append(new OneOf(builds.Select(build => (IAugmentation)build(new AugmentationPipeline()))));
    }

    /// <summary>Adds a <see cref="LambdaAugmentation"/>: the user's own operation as a function.</summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="name">Shown in logs and metadata.</param>
    /// <param name="apply">Changes the view in place.</param>
    public static AugmentationPipeline Then(this AugmentationPipeline pipeline, string name, Action<View, RandomStream> apply)
        => pipeline.Append(new LambdaAugmentation(name, apply));

    /// <summary>
    /// Adds a <see cref="LambdaAugmentation"/> that does the same to every image, so that evaluation applies it, too.
    /// </summary>
    /// <param name="pipeline">The pipeline so far.</param>
    /// <param name="name">Shown in logs and metadata.</param>
    /// <param name="apply">Changes the view in place, without chance.</param>
    public static AugmentationPipeline Then(this AugmentationPipeline pipeline, string name, Action<View> apply)
        => pipeline.Append(new LambdaAugmentation(name, apply));

    internal static AugmentationPipeline Append(this AugmentationPipeline pipeline, IAugmentation step)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline.Then(step);
    }
}

namespace SimClr.Core.Augmentation;

/// <summary>The steps that evaluation applies of what training applies.</summary>
internal static class EvaluationSteps
{
    /// <summary>An operation's part in evaluation, one step after the other; empty if it has none.</summary>
    public static IReadOnlyList<IAugmentation> Of(IAugmentation augmentation) => Flatten(augmentation.ForEvaluation());

    /// <summary>What several branches share of their parts: all that is equal at the beginning, then all that is at the end.</summary>
    /// <param name="branches">The augmentations of the views.</param>
    /// <param name="views">
    /// The size to evaluate at; branches that are known to make views of another size, as the small ones of multi-crop, do not count.
    /// Null: all of them count.
    /// </param>
    /// <returns>The steps, and whether the branches agree in all of theirs.</returns>
    public static (IReadOnlyList<IAugmentation> Steps, bool Agree) Shared(
        IEnumerable<IAugmentation> branches, ViewShape? views = null)
    {
        IReadOnlyList<IAugmentation>[] parts = [.. branches.Distinct().Select(Of)];
        if (views is { } shape && parts.Any(part => MayMake(shape, part)))
            parts = [.. parts.Where(part => MayMake(shape, part))];
        int shortest = parts.Min(part => part.Count);
        int begin = Enumerable.Range(0, shortest).TakeWhile(at => parts.All(part => AreEqual(part[at], parts[0][at]))).Count();
        int end = Enumerable.Range(1, shortest - begin).TakeWhile(at => parts.All(part => AreEqual(part[^at], parts[0][^at]))).Count();
        return ([.. parts[0].Take(begin), .. parts[0].TakeLast(end)], parts.All(part => part.Count == begin + end));
    }

    /// <summary>Brings every image to the size of the views where the steps themselves do not.</summary>
    /// <param name="steps">What <see cref="Shared"/> gave.</param>
    /// <param name="views">The size of the views in training.</param>
    public static AugmentationPipeline Complete(IReadOnlyList<IAugmentation> steps, ViewShape views)
    {
        if (SizeAfter(steps) == (views.Height, views.Width))
            return new AugmentationPipeline(steps);
        // A crop that has no part in evaluation comes first in nearly all pipelines: before what expects the views' size.
        EvaluationCrop crop = new(views.Height, views.Width);
        return new AugmentationPipeline(steps.OfType<IFixedSize>().Any() ? [.. steps, crop] : [crop, .. steps]);
    }

    /// <summary>The size that an operation brings every image to; null if that depends on the image.</summary>
    public static (int Height, int Width)? SizeAfter(IAugmentation step) => SizeAfter(Leaves(step));

    private static bool MayMake(ViewShape views, IReadOnlyList<IAugmentation> part)
        => SizeAfter(part) is not { } size || size == (views.Height, views.Width);

    private static (int Height, int Width)? SizeAfter(IReadOnlyList<IAugmentation> steps)
        => steps.OfType<IFixedSize>().LastOrDefault()?.Result;

    private static IReadOnlyList<IAugmentation> Flatten(IAugmentation? part) => part is null ? [] : Leaves(part);

    private static IReadOnlyList<IAugmentation> Leaves(IAugmentation step)
        => step is AugmentationPipeline pipeline ? [.. pipeline.Steps.SelectMany(Leaves)] : [step];

    // Two functions may differ although they have one name.
    private static bool AreEqual(IAugmentation first, IAugmentation second) => ReferenceEquals(first, second)
        || (first.GetType() == second.GetType()
            && first is not LambdaAugmentation
            && first.Describe().ToJson().ToJsonString() == second.Describe().ToJson().ToJsonString());
}

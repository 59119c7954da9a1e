using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;

namespace SimClr.Core.Training;

/// <summary>How images are prepared for evaluation where nobody has said it.</summary>
internal static class EvaluationDefault
{
    /// <summary>What follows from the views; a warning where their branches differ.</summary>
    /// <param name="views">The views of the training.</param>
    /// <param name="size">Their size; null where it cannot be known yet.</param>
    /// <param name="logger">Receives the warning.</param>
    public static AugmentationPipeline Of(ViewGenerator views, ViewShape? size, ILogger logger)
    {
        (IReadOnlyList<IAugmentation> steps, bool agree) = EvaluationSteps.Shared(views.Branches);
        if (!agree)
        {
            logger.LogWarning(
                "The branches of the views differ in what evaluation applies: {Branches}. It applies what they share: {Shared}. "
                + "Set EvaluationPreprocessing (in a builder UseEvaluationPreprocessing) to choose another",
                string.Join(" | ", views.Branches.Select(branch => new AugmentationPipeline(EvaluationSteps.Of(branch)))),
                new AugmentationPipeline(steps));
        }

        return size is { } known ? EvaluationSteps.Complete(steps, known) : new AugmentationPipeline(steps);
    }
}

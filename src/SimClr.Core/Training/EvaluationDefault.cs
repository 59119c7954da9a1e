using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Loading;

namespace SimClr.Core.Training;

/// <summary>How images are prepared for evaluation where nobody has said it.</summary>
internal static class EvaluationDefault
{
    /// <summary>What follows from the views; a warning where their branches differ.</summary>
    /// <param name="views">The views of the training.</param>
    /// <param name="groups">Their shapes, of which the largest is taken; null where they cannot be known yet.</param>
    /// <param name="logger">Receives the warning.</param>
    public static AugmentationPipeline Of(ViewGenerator views, IReadOnlyList<ViewGroup>? groups, ILogger logger)
    {
        ViewShape? largest = ViewGroup.Largest(groups ?? [])?.Shape;
        (IReadOnlyList<IAugmentation> steps, bool agree) = EvaluationSteps.Shared(views.Branches, largest);
        if (!agree)
        {
            logger.LogWarning(
                "The branches of the views differ in what evaluation applies: {Branches}. It applies what they share: {Shared}. "
                + "Set EvaluationPreprocessing (in a builder UseEvaluationPreprocessing) to choose another",
                string.Join(" | ", views.Branches.Select(branch => new AugmentationPipeline(EvaluationSteps.Of(branch)))),
                new AugmentationPipeline(steps));
        }

        return largest is { } shape ? EvaluationSteps.Complete(steps, shape) : new AugmentationPipeline(steps);
    }
}

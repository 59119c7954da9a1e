using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>Finds everything that is wrong with a pipeline before anything is created.</summary>
internal static class PipelineChecks
{
    public static IReadOnlyList<string> Problems(PipelineParts parts) =>
    [
        .. Missing(parts),
        .. parts.Encoder?.Problems() ?? [],
        .. Failures(new ProjectionHeadOptionsValidator().Validate(null, parts.ProjectionHead)),
        .. LossProblems(parts),
        .. parts.Optimizer.Problems(),
        .. Failures(new TrainingOptionsValidator().Validate(null, parts.Training)),
        .. parts.Checkpoints is { } checkpoints ? Failures(new CheckpointOptionsValidator().Validate(null, checkpoints)) : [],
        .. SizeProblems(parts),
    ];

    public static IEnumerable<string> Failures(ValidateOptionsResult result) => result.Failures ?? [];

    private static IEnumerable<string> Missing(PipelineParts parts)
    {
        if (parts.Images is null)
            yield return "Images: call UseImages with a source of images.";
        if (parts.Augmentations is null)
            yield return "Augmentations: call UseAugmentations, for instance with SimClrAugmentations.Cifar(32).";
        if (parts.Encoder is null)
            yield return "Encoder: call UseEncoder with a ResNet depth or an encoder of your own.";
    }

    private static IEnumerable<string> LossProblems(PipelineParts parts)
    {
        try
        {
            parts.Loss();
            return [];
        }
        catch (ArgumentException exception)
        {
            return [$"Loss: {exception.Message}"];
        }
    }

    private static IEnumerable<string> SizeProblems(PipelineParts parts)
    {
        if (parts.Images is not { } images)
            yield break;
        if (images.Count == 0)
            yield return "Images: the source is empty; at least one image is needed.";
        else if (parts.Training.DropLastBatch && images.Count < parts.Training.BatchSize)
            yield return $"Images: the source has {images.Count} images, fewer than one batch of {parts.Training.BatchSize}: choose a smaller BatchSize or set DropLastBatch to false.";
    }
}

using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using SimClr.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>Finds everything that is wrong with a pipeline before anything is created.</summary>
internal static class PipelineChecks
{
    public static IReadOnlyList<string> Problems(PipelineParts parts)
    {
        string[] encoder = [.. parts.Encoder?.Problems() ?? []];
        string[] augmentations = parts.Augmentations is { } make ? Refusals("Augmentations", () => make()) : [];
        string[] training = [.. Failures(new TrainingOptionsValidator().Validate(null, parts.Training))];
        return
        [
            .. Missing(parts),
            .. augmentations,
            .. encoder,
            .. Failures(new ProjectionHeadOptionsValidator().Validate(null, parts.ProjectionHead)),
            .. parts.Loss.Problems(),
            .. parts.Optimizer.Problems(),
            .. training,
            .. parts.Checkpoints is { } checkpoints ? Failures(new CheckpointOptionsValidator().Validate(null, checkpoints)) : [],
            .. SizeProblems(parts),
            .. augmentations.Length == 0
                ? ViewChecks.Problems(parts, encoderIsSound: encoder.Length == 0, trainingIsSound: training.Length == 0)
                : [],
            .. DeviceProblems(parts.Device ?? CPU),
        ];
    }

    /// <summary>What only the made model, optimiser and monitor show.</summary>
    /// <exception cref="InvalidOperationException">The encoder is in use on another thread.</exception>
    public static IReadOnlyList<string> PartProblems(PipelineParts parts, SimClrPipeline pipeline)
    {
        List<string> problems = [];
        if (ViewChecks.Measure(parts) is { } views)
            problems.AddRange(ModelChecks.Problems(pipeline.Task, pipeline.Optimizer, views).Select(problem => $"Model: {problem.Message}"));
        foreach (KnnMonitor monitor in problems.Count == 0 ? parts.Callbacks.OfType<KnnMonitor>() : [])
            problems.AddRange(Refusals(null, () => monitor.Try(pipeline.Encoder, pipeline.EvaluationPreprocessing)));
        if (parts.Checkpoints is not null)
            problems.AddRange(Refusals("Optimizer", () => TrainingState.Of(pipeline.Model, pipeline.Optimizer)));
        return problems;
    }

    /// <summary>Whether the budget for micro-batches suffices for the model, where there is one.</summary>
    public static IReadOnlyList<string> BudgetProblems(PipelineParts parts, SimClrModel model)
    {
        if (parts.Training.MicroBatchBudgetBytes is null || ViewChecks.Measure(parts) is not { } views)
            return [];
        try
        {
            return [.. ViewChecks.BufferProblems(parts, views, ActivationMemory.LargestMicroBatch(model, views[0].Shape, parts.Training))];
        }
        catch (ArgumentException refusal)
        {
            return [refusal.Message];
        }
    }

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

    /// <summary>What the maker of a part has against its own options.</summary>
    public static string[] Refusals(string? part, Action make)
    {
        try
        {
            make();
            return [];
        }
        catch (OptionsValidationException refusal)
        {
            return [.. refusal.Failures.Select(failure => $"{part}: {failure}")];
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            return [part is null ? refusal.Message : $"{part}: {refusal.Message}"];
        }
    }

    private static IEnumerable<string> SizeProblems(PipelineParts parts)
    {
        if (parts.Images is not { } images)
            yield break;
        if (images.Count == 0)
            yield return "Images: the source is empty; at least one image is needed.";
        else if (images.Count == 1)
            yield return $"Images: {TrainingPlan.SingleImage}";
        else if (parts.Training.DropLastBatch && images.Count < parts.Training.BatchSize)
            yield return $"Images: the source has {images.Count} images{SourceContract.LeftOut(images)}, fewer than one batch of {parts.Training.BatchSize}: choose a smaller BatchSize or set DropLastBatch to false.";
    }

    private static string[] DeviceProblems(Device device)
    {
        try
        {
            using Tensor sent = zeros(1, device: device);
            using Tensor received = sent.cpu();
            return [];
        }
        catch (Exception refusal) when (refusal is System.Runtime.InteropServices.ExternalException or InvalidOperationException or NotImplementedException)
        {
            return [$"Device: {device} cannot be used here: {refusal.Message.Split('\n')[0]}"];
        }
    }
}

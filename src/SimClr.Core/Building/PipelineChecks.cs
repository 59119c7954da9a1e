using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using SimClr.Core.Training.Checkpoints;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Building;

/// <summary>Finds everything that is wrong with a pipeline before anything is created.</summary>
internal static class PipelineChecks
{
    public static IEnumerable<string> Missing(PipelineParts parts)
    {
        if (parts.Images is null)
            yield return "Images: call UseImages with a source of images.";
        if (parts.Augmentations is null && !parts.Misconfigured.Contains("Augmentations"))
            yield return "Augmentations: call UseAugmentations, for instance with SimClrAugmentations.Cifar(32).";
        if (parts.Encoder is null && !parts.Misconfigured.Contains("Encoder"))
            yield return "Encoder: call UseEncoder with a ResNet depth or a custom encoder, or UseVisionTransformer.";
    }

    public static string[] AugmentationProblems(PipelineParts parts)
        => parts.Augmentations is { } make ? Refusals("Augmentations", () => CheckBranches([.. make() ?? []], isContrastive: parts.Task is null)) : [];

    public static string[] TrainingProblems(PipelineParts parts)
        => Failures("Training", new TrainingOptionsValidator().Validate(null, parts.Training));

    public static string[] CheckpointProblems(PipelineParts parts)
        => parts.Checkpoints is { } options ? Failures("Checkpoints", new CheckpointOptionsValidator().Validate(null, options)) : [];

    public static string[] DistributedProblems(PipelineParts parts)
        => Failures("Distributed", new DistributedOptionsValidator().Validate(null, parts.Distributed));

    /// <summary>Whether a schedule's rates are numbers where the run begins, at its peak and where it ends.</summary>
    public static IReadOnlyList<string> ScheduleProblems(LearningRateSchedule schedule, ScheduleContext run)
    {
        List<string> problems = [];
        problems.AddRange(Refusals("Schedule", () =>
        {
            foreach (long step in new[] { 0, run.WarmupSteps, run.TotalSteps - 1 }.Distinct())
                if (schedule.LearningRateAt(step) is var rate && !(double.IsFinite(rate) && rate >= 0))
                    problems.Add($"Schedule: {schedule.GetType().Name} gives step {step} the learning rate {rate}; expected a finite number, at least 0.");
        }));
        return problems;
    }

    /// <summary>What only the made model, optimizer and monitor show.</summary>
    /// <exception cref="InvalidOperationException">The encoder is in use on another thread.</exception>
    public static IReadOnlyList<string> PartProblems(PipelineDraft draft, SimClrPipeline pipeline)
    {
        List<string> problems = [];
        problems.AddRange(pipeline.Task.Problems(draft.Parts.Images!).Select(problem => $"Images: {problem.Message}"));
        if (draft.Views is { } views)
            problems.AddRange(ModelChecks.Problems(pipeline.Task, pipeline.Optimizer, views).Select(problem => $"Model: {problem.Message}"));
        foreach (ITriedCallback callback in problems.Count == 0 ? draft.Parts.Callbacks.OfType<ITriedCallback>() : [])
            problems.AddRange(Refusals(null, () => callback.Try(pipeline.Task, draft.Parts.Images!, pipeline.EvaluationPreprocessing, pipeline.Views)));
        if (draft.Parts.Checkpoints is not null)
            problems.AddRange(Refusals("Optimizer", () => TrainingState.Of(pipeline.Model, pipeline.Optimizer)));
        return problems;
    }

    /// <summary>Whether the budget for micro-batches suffices for the model, where there is one.</summary>
    public static IReadOnlyList<string> BudgetProblems(PipelineDraft draft)
    {
        PipelineParts parts = draft.Parts;
        if (parts.Training.MicroBatchBudgetBytes is null || draft.Views is not { } views)
            return [];
        if (draft.Task.Module is not SimClrModel model)
            return [$"MicroBatchBudgetBytes: the memory of {draft.Task.GetType().Name} cannot be estimated; set MicroBatchSize instead."];
        try
        {
            return [.. ViewChecks.BufferProblems(parts, views, ActivationMemory.LargestMicroBatch(model, views, parts.Training))];
        }
        catch (ArgumentException refusal)
        {
            return [Reason.Of(refusal)];
        }
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
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException and not PlatformNotSupportedException)
        {
            return [part is null ? Reason.Of(refusal) : $"{part}: {Reason.Of(refusal)}"];
        }
    }

    public static IEnumerable<string> SizeProblems(PipelineParts parts)
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

    public static string[] DeviceProblems(Device device)
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

    private static void CheckBranches(IAugmentation[] branches, bool isContrastive)
    {
        if (branches.Contains(null!) || branches.Length == 0)
            throw new ArgumentException("the function given to UseAugmentations returned null, or no augmentation.");
        if (branches.Length == 1 && isContrastive)
            throw new ArgumentException("a contrastive loss compares at least 2 views of an image, but there is an augmentation for 1.");
    }

    private static string[] Failures(string part, ValidateOptionsResult result)
        => [.. (result.Failures ?? []).Select(failure => $"{part}: {failure}")];
}

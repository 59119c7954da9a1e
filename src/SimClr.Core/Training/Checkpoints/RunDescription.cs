using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>What a run is, as JSON: two runs of one description come to the same weights.</summary>
internal static class RunDescription
{
    /// <summary>Where <see cref="TrainingOptions.Epochs"/> stands.</summary>
    public const string Epochs = "training.Epochs";

    /// <summary>
    /// They change how fast a run goes and what it tells, not the weights; of micro-batches only the size that came of the options counts.
    /// Unreadable images are there so that a run that failed for one can go on without it.
    /// </summary>
    private static readonly string[] Harmless =
    [
        nameof(TrainingOptions.Workers), nameof(TrainingOptions.PrefetchBatches), nameof(TrainingOptions.LogEverySteps),
        nameof(TrainingOptions.TensorBoardFolder), nameof(TrainingOptions.TuneAllocator),
        nameof(TrainingOptions.MicroBatchSize), nameof(TrainingOptions.MicroBatchBudgetBytes), nameof(TrainingOptions.UnreadableImages),
    ];

    // A schedule is a function of the step: some of its values tell it from others.
    private static readonly long[] ScheduleSamples = [0, 1, 10, 100, 1_000, 10_000, 100_000];

    public static JsonObject Of(TrainingSetup setup, int microBatchSize)
    {
        JsonObject json = new()
        {
            ["training"] = ObjectDescription.Of(setup.Options, typeof(TrainingOptions), Harmless),
            ["microBatchSize"] = microBatchSize,
            ["task"] = ObjectDescription.Of(setup.Task, setup.Task.GetType(), nameof(ITrainingTask.MinimumBatchSize)),
            ["optimizer"] = Optimizer(setup.Optimizer),
            ["parameterGroups"] = new JsonArray([.. setup.Optimizer.ParamGroups.OfType<ParamGroup>().Select(Group)]),
            ["schedule"] = setup.Schedule is { } schedule ? Schedule(schedule) : Text(setup.PeakLearningRate),
            ["views"] = setup.Views.Describe().ToJson(),
            ["images"] = Images(setup.Images),
        };
        foreach ((string name, object part) in setup.Task.Parts)
            json[name] = Part(part);
        return json;
    }

    // Of other objects only the type is known: trimming may have taken their properties. It leaves those of a parameter whose type says so,
    // and does not see through a pattern.
    private static JsonObject Part(object part) => part switch
    {
        Encoder encoder => Part(encoder),
        ProjectionHead head => Part(head),
        ContrastiveLoss loss => Part(loss),
        _ => new JsonObject { ["type"] = part.GetType().Name },
    };

    private static JsonObject Part(Encoder encoder) => ObjectDescription.Of(encoder, encoder.GetType());

    private static JsonObject Part(ProjectionHead head) => ObjectDescription.Of(head, head.GetType());

    private static JsonObject Part(ContrastiveLoss loss) => ObjectDescription.WithKept(loss, loss.GetType());

    private static JsonObject Images(IImageSource images)
    {
        JsonObject json = new()
        {
            ["count"] = images.Count,
            ["classes"] = new JsonArray([.. images.ClassNames.Select(name => JsonValue.Create(name))]),
        };
        // As long as there are any: some images may have none.
        int[] labels = images.ReadLabels();
        if (Array.Exists(labels, label => label != SourceContract.Unlabeled))
            json["labels"] = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(labels)).AsSpan(0, 8));
        return json;
    }

    // Of torch's own nothing is left to say: their options are those of their parameter groups.
    private static JsonObject Optimizer(optim.Optimizer optimizer) => optimizer is IStatefulOptimizer own
        ? ObjectDescription.Of(own, own.GetType())
        : ObjectDescription.Of(optimizer, optimizer.GetType());

    // The schedule changes the learning rate at every step, so it is no option of the group. The initial one is read here by name because
    // trimming takes properties that only reflection reads; torch's other options are fields, which it leaves.
    private static JsonObject Group(ParamGroup group)
    {
        JsonObject json = ObjectDescription.Of(
            group.Options, group.Options.GetType(), nameof(OptimizerOptions.LearningRate), nameof(OptimizerOptions.InitialLearningRate));
        json[nameof(OptimizerOptions.InitialLearningRate)] = Text(group.Options.InitialLearningRate);
        return json;
    }

    private static JsonObject Schedule(LearningRateSchedule schedule) => new()
    {
        ["type"] = schedule.GetType().Name,
        ["rates"] = new JsonArray([.. ScheduleSamples.Select(step => Text(schedule.LearningRateAt(step)))]),
    };

    private static JsonValue Text(double value) => JsonValue.Create(value.ToString("R", CultureInfo.InvariantCulture));
}

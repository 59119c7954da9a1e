using System.Globalization;
using System.Text.Json.Nodes;
using SimClr.Core.Data;
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
    private static readonly string[] s_harmless =
    [
        nameof(TrainingOptions.Workers), nameof(TrainingOptions.PrefetchBatches), nameof(TrainingOptions.LogEverySteps),
        nameof(TrainingOptions.TensorBoardFolder), nameof(TrainingOptions.KnnEveryEpochs), nameof(TrainingOptions.TuneAllocator),
        nameof(TrainingOptions.MicroBatchSize), nameof(TrainingOptions.MicroBatchBudgetBytes), nameof(TrainingOptions.UnreadableImages),
    ];

    // A schedule is a function of the step: some of its values tell it from others.
    private static readonly long[] s_scheduleSamples = [0, 1, 10, 100, 1_000, 10_000, 100_000];

    public static JsonObject Of(TrainingParts parts, int microBatchSize) => new()
    {
        ["training"] = ObjectDescription.Of(parts.Options, typeof(TrainingOptions), s_harmless),
        ["microBatchSize"] = microBatchSize,
        ["encoder"] = ObjectDescription.Of(parts.Model.Encoder, parts.Model.Encoder.GetType()),
        ["projectionHead"] = ObjectDescription.Of(parts.Model.ProjectionHead, parts.Model.ProjectionHead.GetType()),
        ["loss"] = ObjectDescription.Of(parts.Loss, parts.Loss.GetType()),
        ["optimizer"] = Optimizer(parts.Optimizer),
        ["parameterGroups"] = new JsonArray([.. parts.Optimizer.ParamGroups.OfType<ParamGroup>().Select(Group)]),
        ["schedule"] = parts.Schedule is { } schedule ? Schedule(schedule) : Text(parts.PeakLearningRate),
        ["views"] = parts.Views.Describe().ToJson(),
        ["images"] = new JsonObject
        {
            ["count"] = parts.Images.Count,
            ["classes"] = new JsonArray([.. parts.Images.ClassNames.Select(name => JsonValue.Create(name))]),
        },
    };

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
        ["rates"] = new JsonArray([.. s_scheduleSamples.Select(step => Text(schedule.LearningRateAt(step)))]),
    };

    private static JsonValue Text(double value) => JsonValue.Create(value.ToString("R", CultureInfo.InvariantCulture));
}

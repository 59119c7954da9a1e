using Microsoft.Extensions.Options;

namespace SimClr.Core.Training;

/// <summary>Ranges of <see cref="TrainingOptions"/>, and that they do not contradict each other.</summary>
internal sealed class TrainingOptionsValidator : IValidateOptions<TrainingOptions>
{
    public ValidateOptionsResult Validate(string? name, TrainingOptions options)
    {
        string[] failures = [.. new TrainingOptionsRangeValidator().Validate(name, options).Failures ?? [], .. Contradictions(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Contradictions(TrainingOptions options)
    {
        if (options.WarmupEpochs is { } warmup && warmup > options.Epochs)
            yield return $"WarmupEpochs: the warm-up of {warmup} epochs must not be longer than the run of {options.Epochs} epochs.";
        if (options.TensorBoardFolder is { } folder && string.IsNullOrWhiteSpace(folder))
            yield return "TensorBoardFolder: expected a folder, or null for none; found an empty name.";
        if (options is { MicroBatchSize: not null, MicroBatchBudgetBytes: not null })
            yield return "MicroBatchBudgetBytes: it chooses MicroBatchSize, so only one of them can be set.";
    }
}

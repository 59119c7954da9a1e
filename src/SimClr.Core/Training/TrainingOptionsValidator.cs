using Microsoft.Extensions.Options;

namespace SimClr.Core.Training;

/// <summary>Ranges of <see cref="TrainingOptions"/>, and that the warm-up fits into the run.</summary>
internal sealed class TrainingOptionsValidator : IValidateOptions<TrainingOptions>
{
    public ValidateOptionsResult Validate(string? name, TrainingOptions options)
    {
        ValidateOptionsResult ranges = new TrainingOptionsRangeValidator().Validate(name, options);
        if (options.WarmupEpochs is not { } warmup || warmup <= options.Epochs)
            return ranges;
        string failure = $"WarmupEpochs: the warm-up of {warmup} epochs must not be longer than the run of {options.Epochs} epochs.";
        return ValidateOptionsResult.Fail([.. ranges.Failures ?? [], failure]);
    }
}

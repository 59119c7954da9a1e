using Microsoft.Extensions.Options;

namespace SimClr.Core.Augmentation;

[OptionsValidator]
internal sealed partial class SimClrAugmentationRangeValidator : IValidateOptions<SimClrAugmentationOptions>;

internal sealed class SimClrAugmentationOptionsValidator : IValidateOptions<SimClrAugmentationOptions>
{
    private static readonly SimClrAugmentationRangeValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, SimClrAugmentationOptions options)
    {
        ValidateOptionsResult ranges = Ranges.Validate(name, options);
        List<string> failures = [.. ranges.Failures ?? []];
        if (options.MinimumArea > options.MaximumArea)
            failures.Add($"MinimumArea ({options.MinimumArea}) must not exceed MaximumArea ({options.MaximumArea}).");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

using Microsoft.Extensions.Options;

namespace SimClr.Core.Augmentation;

[OptionsValidator]
internal sealed partial class MultiCropRangeValidator : IValidateOptions<MultiCropOptions>;

internal sealed class MultiCropOptionsValidator : IValidateOptions<MultiCropOptions>
{
    private static readonly MultiCropRangeValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, MultiCropOptions options)
    {
        ValidateOptionsResult ranges = Ranges.Validate(name, options);
        List<string> failures = [.. ranges.Failures ?? []];
        if (options.MinimumArea > options.DividingArea)
            failures.Add($"MinimumArea ({options.MinimumArea}) must not exceed DividingArea ({options.DividingArea}).");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

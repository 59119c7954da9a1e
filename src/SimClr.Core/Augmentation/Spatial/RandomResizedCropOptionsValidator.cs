using Microsoft.Extensions.Options;

namespace SimClr.Core.Augmentation;

[OptionsValidator]
internal sealed partial class RandomResizedCropRangeValidator : IValidateOptions<RandomResizedCropOptions>;

internal sealed class RandomResizedCropOptionsValidator : IValidateOptions<RandomResizedCropOptions>
{
    private static readonly RandomResizedCropRangeValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, RandomResizedCropOptions options)
    {
        ValidateOptionsResult ranges = Ranges.Validate(name, options);
        List<string> failures = [.. ranges.Failures ?? []];
        if (options.MinimumArea > options.MaximumArea)
            failures.Add($"MinimumArea ({options.MinimumArea}) must not exceed MaximumArea ({options.MaximumArea}).");
        (double minimum, double maximum) = (options.MinimumAspectRatio, options.MaximumAspectRatio);
        if (minimum > maximum)
            failures.Add($"MinimumAspectRatio ({minimum}) must not exceed MaximumAspectRatio ({maximum}).");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

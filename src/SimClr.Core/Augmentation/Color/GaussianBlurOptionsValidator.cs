using Microsoft.Extensions.Options;

namespace SimClr.Core.Augmentation;

[OptionsValidator]
internal sealed partial class GaussianBlurRangeValidator : IValidateOptions<GaussianBlurOptions>;

internal sealed class GaussianBlurOptionsValidator : IValidateOptions<GaussianBlurOptions>
{
    private static readonly GaussianBlurRangeValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, GaussianBlurOptions options)
    {
        ValidateOptionsResult ranges = Ranges.Validate(name, options);
        List<string> failures = [.. ranges.Failures ?? []];
        if (options.MinimumSigma > options.MaximumSigma)
            failures.Add($"MinimumSigma ({options.MinimumSigma}) must not exceed MaximumSigma ({options.MaximumSigma}).");
        if (options.KernelSize is { } size && size % 2 == 0)
            failures.Add($"KernelSize must be odd, but is {size}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

using Microsoft.Extensions.Options;

namespace SimClr.Core.Evaluation.Probing;

internal sealed class LinearProbeOptionsValidator : IValidateOptions<LinearProbeOptions>
{
    private static readonly LinearProbeOptionsRangeValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, LinearProbeOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        result.AddResult(Ranges.Validate(name, options));
        if (options.MinimumL2 > options.MaximumL2)
            result.AddError($"Expected at most MaximumL2, {options.MaximumL2}, found {options.MinimumL2}.", nameof(options.MinimumL2));
        return result.Build();
    }
}

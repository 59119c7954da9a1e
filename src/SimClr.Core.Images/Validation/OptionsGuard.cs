using Microsoft.Extensions.Options;

namespace SimClr.Core.Validation;

/// <summary>Checks options at the public edge with the same generated validators that the service extensions use.</summary>
internal static class OptionsGuard
{
    /// <summary>Returns the options if they are valid.</summary>
    /// <exception cref="OptionsValidationException">A value is out of range; every failure is listed.</exception>
    public static TOptions Validate<TOptions>(TOptions options, IValidateOptions<TOptions> validator)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = validator.Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(typeof(TOptions).Name, typeof(TOptions), result.Failures) : options;
    }
}

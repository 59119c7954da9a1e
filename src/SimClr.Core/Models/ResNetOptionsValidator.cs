using Microsoft.Extensions.Options;

namespace SimClr.Core.Models;

/// <summary>Ranges of <see cref="ResNetOptions"/>, and that the width gives a whole number of channels.</summary>
internal sealed class ResNetOptionsValidator : IValidateOptions<ResNetOptions>
{
    public ValidateOptionsResult Validate(string? name, ResNetOptions options)
    {
        ValidateOptionsResult ranges = new ResNetOptionsRangeValidator().Validate(name, options);
        return Problem(options) is { } problem ? ValidateOptionsResult.Fail([.. ranges.Failures ?? [], problem]) : ranges;
    }

    private static string? Problem(ResNetOptions options)
    {
        double channels = options.WidthMultiplier * ResNetEncoder.StandardBaseChannels;
        if (!double.IsFinite(channels) || channels != Math.Floor(channels))
            return $"WidthMultiplier: 64 times it must be a whole number of channels, but 64 x {options.WidthMultiplier} = {channels}.";
        return options.Stem == ResNetStem.Deep && channels % 2 != 0
            ? $"WidthMultiplier: a deep stem begins with half the channels, but 64 x {options.WidthMultiplier} = {channels} is odd."
            : null;
    }
}

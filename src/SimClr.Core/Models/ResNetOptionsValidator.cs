using Microsoft.Extensions.Options;

namespace SimClr.Core.Models;

/// <summary>Ranges of <see cref="ResNetOptions"/>, and that the width gives a whole number of channels.</summary>
internal sealed class ResNetOptionsValidator : IValidateOptions<ResNetOptions>
{
    public ValidateOptionsResult Validate(string? name, ResNetOptions options)
    {
        ValidateOptionsResult ranges = new ResNetOptionsRangeValidator().Validate(name, options);
        double channels = options.WidthMultiplier * ResNetEncoder.StandardBaseChannels;
        if (double.IsFinite(channels) && channels == Math.Floor(channels))
            return ranges;
        string failure = $"WidthMultiplier: 64 times it must be a whole number of channels, but 64 x {options.WidthMultiplier} = {channels}.";
        return ValidateOptionsResult.Fail([.. ranges.Failures ?? [], failure]);
    }
}

using Microsoft.Extensions.Options;
using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>Residual networks for a <see cref="SimClrBuilder"/>.</summary>
public static class ResNetBuilderExtensions
{
    /// <summary>A residual network; its initial weights are determined by the training seed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="depth">The number of layers.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseEncoder(this SimClrBuilder builder, ResNetDepth depth, Action<ResNetOptions>? configure = null)
        => builder.UseEncoder((context, options) => new ResNetEncoder(depth, options, context.Seed), configure, new Validator(depth));

    /// <summary>The depth is no option, but what is wrong with it is listed beside them.</summary>
    private sealed class Validator(ResNetDepth depth) : IValidateOptions<ResNetOptions>
    {
        public ValidateOptionsResult Validate(string? name, ResNetOptions options)
        {
            ValidateOptionsResultBuilder result = new();
            result.AddResult(new ResNetOptionsValidator().Validate(name, options));
            if (!Enum.IsDefined(depth))
                result.AddError($"{depth} is no depth of a ResNet; expected {string.Join(", ", Enum.GetNames<ResNetDepth>())}.");
            return result.Build();
        }
    }
}

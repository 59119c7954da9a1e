using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>Vision transformers for a <see cref="SimClrBuilder"/>.</summary>
public static class VisionTransformerBuilderExtensions
{
    /// <summary>A vision transformer; its initial weights are determined by the training seed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults, which suit views of 32 pixels.</param>
    public static SimClrBuilder UseVisionTransformer(this SimClrBuilder builder, Action<VisionTransformerOptions>? configure = null)
        => builder.UseEncoder(
            (context, options) => new VisionTransformerEncoder(options, context.Seed), configure, new VisionTransformerOptionsValidator());
}

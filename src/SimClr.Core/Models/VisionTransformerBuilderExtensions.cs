using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>Vision transformers for a <see cref="SimClrBuilder"/>.</summary>
public static class VisionTransformerBuilderExtensions
{
    /// <summary>A vision transformer; its initial weights are determined by the training seed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options, whose defaults suit views of 32 pixels.</param>
    public static SimClrBuilder UseVisionTransformer(this SimClrBuilder builder, Action<VisionTransformerOptions> configure)
        => builder.UseEncoder(Create, configure, new VisionTransformerOptionsValidator());

    /// <summary>A vision transformer of given options, such as <see cref="VisionTransformerOptions.Small"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The options; borrowed, and read by each <see cref="SimClrBuilder.Build"/>.</param>
    public static SimClrBuilder UseVisionTransformer(this SimClrBuilder builder, VisionTransformerOptions options)
        => builder.UseEncoder(Create, options, new VisionTransformerOptionsValidator());

    private static VisionTransformerEncoder Create(EncoderContext context, VisionTransformerOptions options) => new(options, context.Seed);
}

using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>The paper's projection heads for a <see cref="SimClrBuilder"/>.</summary>
public static class ProjectionHeadBuilderExtensions
{
    /// <summary>A <see cref="MlpProjectionHead"/>, the default; its initial weights are determined by the training seed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults, the paper's: two layers, 128 outputs.</param>
    public static SimClrBuilder UseProjectionHead(this SimClrBuilder builder, Action<ProjectionHeadOptions>? configure = null)
        => builder.UseProjectionHead(Create, configure, new ProjectionHeadOptionsValidator());

    internal static MlpProjectionHead Create(ProjectionHeadContext context, ProjectionHeadOptions options)
        => new(context.FeatureDimension, options, context.Seed);
}

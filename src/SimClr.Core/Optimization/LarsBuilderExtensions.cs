using SimClr.Core.Optimization;

namespace SimClr.Core;

/// <summary>LARS for a <see cref="SimClrBuilder"/>.</summary>
public static class LarsBuilderExtensions
{
    /// <summary>LARS, the default, with the learning rate scaled to the batch size.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseLars(this SimClrBuilder builder, Action<LarsOptions>? configure = null)
        => builder.UseOptimizer(Create, configure, new LarsOptionsValidator());

    internal static LarsOptimizer Create(OptimizerContext context, LarsOptions options) => new(context.Parameters, options, context.BatchSize);
}

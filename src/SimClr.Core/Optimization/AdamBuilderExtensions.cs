using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>torch's Adam for a <see cref="SimClrBuilder"/>.</summary>
public static class AdamBuilderExtensions
{
    /// <summary>Adam.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseAdam(this SimClrBuilder builder, Action<AdamOptions>? configure = null)
        => builder.UseOptimizer(Create, configure, new AdamOptionsValidator());

    private static optim.Optimizer Create(OptimizerContext context, AdamOptions options)
        => new AdamOptimizer(context.Parameters.ForAdam(options.LearningRate, options.WeightDecay), options.LearningRate);
}

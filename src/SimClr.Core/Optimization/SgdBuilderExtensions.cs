using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>torch's SGD for a <see cref="SimClrBuilder"/>.</summary>
public static class SgdBuilderExtensions
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseSgd(this SimClrBuilder builder, Action<SgdOptions>? configure = null)
        => builder.UseOptimizer(Create, configure, new SgdOptionsValidator());

    private static optim.Optimizer Create(OptimizerContext context, SgdOptions options) => new SgdOptimizer(
        context.Parameters.ForSgd(options.LearningRate, options.Momentum, options.WeightDecay, options.Nesterov), options.LearningRate);
}

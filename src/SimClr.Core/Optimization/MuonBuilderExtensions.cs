using SimClr.Core.Optimization;

namespace SimClr.Core;

/// <summary>Muon for a <see cref="SimClrBuilder"/>.</summary>
public static class MuonBuilderExtensions
{
    /// <summary>Muon: momentum whose direction is made orthogonal, layer by layer; learns most from few steps of small batches.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseMuon(this SimClrBuilder builder, Action<MuonOptions>? configure = null)
        => builder.UseOptimizer(Create, configure, new MuonOptionsValidator());

    private static MuonOptimizer Create(OptimizerContext context, MuonOptions options) => new(context.Parameters, options);
}

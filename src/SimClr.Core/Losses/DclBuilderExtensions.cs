using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>The DCL loss for a <see cref="SimClrBuilder"/>.</summary>
public static class DclBuilderExtensions
{
    /// <summary>The DCL loss.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseDclLoss(this SimClrBuilder builder, Action<DclOptions>? configure = null)
        => builder.UseLoss((_, options) => new DclLoss(options.Temperature, options.Target), configure, new DclOptionsValidator());
}

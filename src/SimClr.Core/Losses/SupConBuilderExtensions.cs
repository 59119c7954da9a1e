using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>The SupCon loss for a <see cref="SimClrBuilder"/>.</summary>
public static class SupConBuilderExtensions
{
    /// <summary>The SupCon loss.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseSupConLoss(this SimClrBuilder builder, Action<SupConOptions>? configure = null)
        => builder.UseLoss((_, options) => new SupConLoss(options.Temperature, options.Positives), configure, new SupConOptionsValidator());
}

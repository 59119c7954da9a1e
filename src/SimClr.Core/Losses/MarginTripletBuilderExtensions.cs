using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>The margin triplet loss for a <see cref="SimClrBuilder"/>.</summary>
public static class MarginTripletBuilderExtensions
{
    /// <summary>The margin triplet loss.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseMarginTripletLoss(this SimClrBuilder builder, Action<MarginTripletOptions>? configure = null)
        => builder.UseLoss(
            (_, options) => new MarginTripletLoss(options.Margin, options.Mining, options.Positives), configure, new MarginTripletOptionsValidator());
}

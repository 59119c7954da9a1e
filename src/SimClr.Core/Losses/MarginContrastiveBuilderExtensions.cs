using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>The margin contrastive loss for a <see cref="SimClrBuilder"/>.</summary>
public static class MarginContrastiveBuilderExtensions
{
    /// <summary>The margin contrastive loss.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseMarginContrastiveLoss(this SimClrBuilder builder, Action<MarginContrastiveOptions>? configure = null)
        => builder.UseLoss((_, options) => new MarginContrastiveLoss(options.Margin, options.Positives), configure, new MarginContrastiveOptionsValidator());
}

using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>The NT-Logistic loss for a <see cref="SimClrBuilder"/>.</summary>
public static class NtLogisticBuilderExtensions
{
    /// <summary>The NT-Logistic loss.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static SimClrBuilder UseNtLogisticLoss(this SimClrBuilder builder, Action<NtLogisticOptions>? configure = null)
        => builder.UseLoss(
            (_, options) => new NtLogisticLoss(options.Temperature, options.Mining, options.Margin, options.Positives),
            configure,
            new NtLogisticOptionsValidator());
}

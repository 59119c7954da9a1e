using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>The NT-Xent loss for a <see cref="SimClrBuilder"/>.</summary>
public static class NtXentBuilderExtensions
{
    /// <summary>The NT-Xent loss. Default: temperature 0.5, the mean over all views.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="temperature">From 1e-6 to 1e6; 0.5 suits CIFAR, 0.1 ImageNet.</param>
    /// <param name="reduction">Mean over all views, or the official code's sum of two means.</param>
    public static SimClrBuilder UseNtXentLoss(
        this SimClrBuilder builder, double temperature = 0.5, NtXentReduction reduction = NtXentReduction.MeanOverViews)
        => builder.UseNtXentLoss(options => (options.Temperature, options.Reduction) = (temperature, reduction));

    /// <summary>The NT-Xent loss with options.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options.</param>
    public static SimClrBuilder UseNtXentLoss(this SimClrBuilder builder, Action<NtXentOptions> configure)
        => builder.UseLoss(Create, configure, new NtXentOptionsValidator());

    internal static NtXentLoss Create(LossContext context, NtXentOptions options)
        => new(options.Temperature, options.Reduction, options.Target);
}

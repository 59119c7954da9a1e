using Microsoft.Extensions.Options;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>Other forms of <see cref="SimClrBuilder"/>'s methods: a part that exists already, and options that a function sets.</summary>
/// <remarks>
/// Each is one line over the builder. An extension method for a custom part is such a line, too:
/// <c>builder.UseLoss&lt;MyOptions&gt;((_, options) => new MyLoss(options), configure, new MyOptionsValidator())</c>.
/// </remarks>
public static class SimClrBuilderExtensions
{
    /// <summary>
    /// An encoder; from <see cref="SimClrBuilder.Build"/> on it belongs to the pipeline, which disposes it: it can be part of one pipeline
    /// only.
    /// </summary>
    public static SimClrBuilder UseEncoder(this SimClrBuilder builder, Encoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return builder.UseEncoder(_ => encoder);
    }

    /// <summary>The encoder, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(SimClrBuilder, Func{OptimizerContext, TOptions, optim.Optimizer}, Action{TOptions}, IValidateOptions{TOptions})" path="/param"/>
    public static SimClrBuilder UseEncoder<TOptions>(
        this SimClrBuilder builder,
        Func<EncoderContext, TOptions, Encoder> create,
        Action<TOptions>? configure = null,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => builder.UseEncoder(create, Configured(configure), validator);

    /// <summary>
    /// A projection head; from <see cref="SimClrBuilder.Build"/> on it belongs to the pipeline, which disposes it: it can be part of one
    /// pipeline only.
    /// </summary>
    public static SimClrBuilder UseProjectionHead(this SimClrBuilder builder, ProjectionHead projectionHead)
    {
        ArgumentNullException.ThrowIfNull(projectionHead);
        return builder.UseProjectionHead(_ => projectionHead);
    }

    /// <summary>The projection head, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(SimClrBuilder, Func{OptimizerContext, TOptions, optim.Optimizer}, Action{TOptions}, IValidateOptions{TOptions})" path="/param"/>
    public static SimClrBuilder UseProjectionHead<TOptions>(
        this SimClrBuilder builder,
        Func<ProjectionHeadContext, TOptions, ProjectionHead> create,
        Action<TOptions>? configure = null,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => builder.UseProjectionHead(create, Configured(configure), validator);

    /// <summary>
    /// A loss; from <see cref="SimClrBuilder.Build"/> on it belongs to the pipeline, which disposes it: it can be part of one pipeline
    /// only.
    /// </summary>
    public static SimClrBuilder UseLoss(this SimClrBuilder builder, ContrastiveLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return builder.UseLoss(_ => loss);
    }

    /// <summary>The loss, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(SimClrBuilder, Func{OptimizerContext, TOptions, optim.Optimizer}, Action{TOptions}, IValidateOptions{TOptions})" path="/param"/>
    public static SimClrBuilder UseLoss<TOptions>(
        this SimClrBuilder builder,
        Func<LossContext, TOptions, ContrastiveLoss> create,
        Action<TOptions>? configure = null,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => builder.UseLoss(create, Configured(configure), validator);

    /// <summary>The optimizer, made by a function of options.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Called by each <see cref="SimClrBuilder.Build"/> if the options are valid; the pipeline owns the result.</param>
    /// <param name="configure">Changes the options, which begin with their defaults; called at once. Null leaves the defaults.</param>
    /// <param name="validator">
    /// Checks the options, so that what is wrong with them is listed with all the rest; null if <paramref name="create"/> does.
    /// </param>
    public static SimClrBuilder UseOptimizer<TOptions>(
        this SimClrBuilder builder,
        Func<OptimizerContext, TOptions, optim.Optimizer> create,
        Action<TOptions>? configure = null,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => builder.UseOptimizer(create, Configured(configure), validator);

    /// <summary>The learning rate of every step, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(SimClrBuilder, Func{OptimizerContext, TOptions, optim.Optimizer}, Action{TOptions}, IValidateOptions{TOptions})" path="/param"/>
    public static SimClrBuilder UseSchedule<TOptions>(
        this SimClrBuilder builder,
        Func<ScheduleContext, TOptions, LearningRateSchedule> create,
        Action<TOptions>? configure = null,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => builder.UseSchedule(create, Configured(configure), validator);

    private static TOptions Configured<TOptions>(Action<TOptions>? configure)
        where TOptions : class, new()
    {
        TOptions options = new();
        configure?.Invoke(options);
        return options;
    }
}

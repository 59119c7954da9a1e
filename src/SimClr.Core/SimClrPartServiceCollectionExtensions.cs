using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SimClr.Core.Building.Binding;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>Gives custom parts a name by which configuration can choose them, with options that it can set.</summary>
/// <remarks>
/// Of two parts with one name the one registered last counts, also before one of the library's own. Names are compared without regard to
/// case. They may be registered before or after
/// <see cref="SimClrServiceCollectionExtensions.AddSimClr(IServiceCollection, Microsoft.Extensions.Configuration.IConfiguration, Action{SimClrBuilder, IServiceProvider})"/>.
/// </remarks>
public static class SimClrPartServiceCollectionExtensions
{
    private const DynamicallyAccessedMemberTypes Bound
        = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>An encoder: <c>"Encoder": { "Kind": "…", … }</c>.</summary>
    /// <inheritdoc cref="AddSimClrOptimizer" path="/param|/typeparam|/returns|/exception"/>
    public static IServiceCollection AddSimClrEncoder<[DynamicallyAccessedMembers(Bound)] TOptions>(
        this IServiceCollection services,
        string kind,
        Func<EncoderContext, TOptions, Encoder> create,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => services.Add("Encoder", kind, create, (builder, section) => builder.UseEncoder(create, section.Read<TOptions>(), validator));

    /// <summary>A projection head: <c>"ProjectionHead": { "Kind": "…", … }</c>.</summary>
    /// <inheritdoc cref="AddSimClrOptimizer" path="/param|/typeparam|/returns|/exception"/>
    public static IServiceCollection AddSimClrProjectionHead<[DynamicallyAccessedMembers(Bound)] TOptions>(
        this IServiceCollection services,
        string kind,
        Func<ProjectionHeadContext, TOptions, ProjectionHead> create,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => services.Add(
            "ProjectionHead", kind, create, (builder, section) => builder.UseProjectionHead(create, section.Read<TOptions>(), validator));

    /// <summary>A loss: <c>"Loss": { "Kind": "…", … }</c>.</summary>
    /// <inheritdoc cref="AddSimClrOptimizer" path="/param|/typeparam|/returns|/exception"/>
    public static IServiceCollection AddSimClrLoss<[DynamicallyAccessedMembers(Bound)] TOptions>(
        this IServiceCollection services,
        string kind,
        Func<LossContext, TOptions, ContrastiveLoss> create,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => services.Add("Loss", kind, create, (builder, section) => builder.UseLoss(create, section.Read<TOptions>(), validator));

    /// <summary>An optimizer: <c>"Optimizer": { "Kind": "…", … }</c>.</summary>
    /// <typeparam name="TOptions">Its options: what a key of the section sets are the public properties.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="kind">Its name in configuration.</param>
    /// <param name="create">Makes it, as the builder's method of the same name calls it.</param>
    /// <param name="validator">Checks the options; null if <paramref name="create"/> does.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IServiceCollection AddSimClrOptimizer<[DynamicallyAccessedMembers(Bound)] TOptions>(
        this IServiceCollection services,
        string kind,
        Func<OptimizerContext, TOptions, optim.Optimizer> create,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => services.Add("Optimizer", kind, create, (builder, section) => builder.UseOptimizer(create, section.Read<TOptions>(), validator));

    /// <summary>A learning-rate schedule: <c>"Schedule": { "Kind": "…", … }</c>.</summary>
    /// <inheritdoc cref="AddSimClrOptimizer" path="/param|/typeparam|/returns|/exception"/>
    public static IServiceCollection AddSimClrSchedule<[DynamicallyAccessedMembers(Bound)] TOptions>(
        this IServiceCollection services,
        string kind,
        Func<ScheduleContext, TOptions, LearningRateSchedule> create,
        IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
        => services.Add("Schedule", kind, create, (builder, section) => builder.UseSchedule(create, section.Read<TOptions>(), validator));

    private static IServiceCollection Add(
        this IServiceCollection services, string part, string kind, Delegate create, Action<SimClrBuilder, OptionsSection> use)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(create);
        return services.AddSingleton(new NamedPart(part, kind, use));
    }
}

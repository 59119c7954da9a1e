using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>Registers SimCLR pipelines with a service container.</summary>
public static class SimClrServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ISimClrPipelineFactory"/> and <see cref="SimClrPipeline"/>: a <see cref="SimClrBuilder"/> that begins with the
    /// container's <see cref="TrainingOptions"/>, <see cref="ProjectionHeadOptions"/> and <see cref="LarsOptions"/>, then
    /// <paramref name="configure"/>, then Build.
    /// </summary>
    /// <remarks>
    /// A pipeline of the factory's belongs to the caller, who disposes it. A <see cref="SimClrPipeline"/> taken from the container is a
    /// transient service: it belongs to the scope that it was taken from, which keeps it until the scope ends, disposed or not. From the
    /// root container that is the end of the application, so take pipelines from the factory, or from a scope of their own.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Gives images, augmentations and encoder; may take services from the provider.</param>
    /// <returns>
    /// The same services. Options are set with <c>services.Configure&lt;TrainingOptions&gt;(…)</c> or bound to configuration.
    /// </returns>
    public static IServiceCollection AddSimClr(this IServiceCollection services, Action<SimClrBuilder, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TrainingOptions>, TrainingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProjectionHeadOptions>, ProjectionHeadOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LarsOptions>, LarsOptionsValidator>());
        // Transient, so that what configures the builder can have the scoped services of whoever takes the factory.
        services.AddTransient<ISimClrPipelineFactory>(provider => new SimClrPipelineFactory(() => Build(provider, configure)));
        return services.AddTransient(provider => Build(provider, configure));
    }

    private static SimClrPipeline Build(IServiceProvider provider, Action<SimClrBuilder, IServiceProvider> configure)
    {
        SimClrBuilder builder = new(new PipelineParts
        {
            Training = Value<TrainingOptions>(provider).Copy(),
            ProjectionHead = Value<ProjectionHeadOptions>(provider),
            Optimizer = OptimizerChoice.Lars(Value<LarsOptions>(provider)),
        });
        configure(builder, provider);
        return builder.Build();
    }

    private static TOptions Value<TOptions>(IServiceProvider provider)
        where TOptions : class
        => provider.GetRequiredService<IOptions<TOptions>>().Value;
}

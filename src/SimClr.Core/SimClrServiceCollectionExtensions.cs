using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SimClr.Core.Building;
using SimClr.Core.Building.Binding;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;

namespace SimClr.Core;

/// <summary>Registers SimCLR pipelines with a service container.</summary>
public static class SimClrServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ISimClrPipelineFactory"/> and <see cref="SimClrPipeline"/>: a <see cref="SimClrBuilder"/> that begins with the
    /// container's options, then <paramref name="configure"/>, then Build.
    /// </summary>
    /// <remarks>
    /// <para>The container's <see cref="TrainingOptions"/>, <see cref="ProjectionHeadOptions"/>, <see cref="NtXentOptions"/> and
    /// <see cref="LarsOptions"/> are taken, as <c>services.Configure&lt;TrainingOptions&gt;(…)</c> sets them. Everything that is wrong, with
    /// them and with what <paramref name="configure"/> says, is in the one exception of Build.</para>
    /// <para>A pipeline of the factory's belongs to the caller, who disposes it. A <see cref="SimClrPipeline"/> taken from the container is a
    /// transient service: it belongs to the scope that it was taken from, which keeps it until the scope ends, disposed or not. From the
    /// root container that is the end of the application, so take pipelines from the factory, or from a scope of their own.</para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Gives images, augmentations and encoder; may take services from the provider.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSimClr(this IServiceCollection services, Action<SimClrBuilder, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddPipelines(provider => Builder(provider, configure));
    }

    /// <summary>
    /// Registers <see cref="ISimClrPipelineFactory"/> and <see cref="SimClrPipeline"/>: a <see cref="SimClrBuilder"/> that begins with the
    /// container's options, then the configuration, then <paramref name="configure"/>, then Build.
    /// </summary>
    /// <remarks>
    /// <para>The configuration has a section for each part: <c>Training</c>, <c>Augmentations</c>, <c>Encoder</c>, <c>ProjectionHead</c>,
    /// <c>Loss</c>, <c>Optimizer</c>, <c>Schedule</c> and <c>Checkpoints</c>. Those but the first and the last name the part by
    /// <c>Kind</c>: <c>"Optimizer": { "Kind": "Sgd", "LearningRate": 0.1 }</c>. A custom part gets a name by
    /// <see cref="SimClrPartServiceCollectionExtensions"/>. The configuration is read anew for every pipeline.</para>
    /// <para>A key that no part knows is an error, as is a value of the wrong type. They are in the one exception of Build, with their path
    /// and with everything else that is wrong.</para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="section">The section, as <c>configuration.GetSection("SimClr")</c>.</param>
    /// <param name="configure">
    /// Gives what configuration cannot, such as the images, and replaces what it wants; may take services from the provider. Null if
    /// nothing is left to say.
    /// </param>
    /// <returns>The same services.</returns>
    [RequiresUnreferencedCode("Options that are lists or objects are bound by reflection.")]
    [RequiresDynamicCode("Options that are lists or objects are bound by reflection.")]
    public static IServiceCollection AddSimClr(
        this IServiceCollection services, IConfiguration section, Action<SimClrBuilder, IServiceProvider>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return services.AddPipelines(provider => Builder(provider, (builder, known) =>
        {
            new PipelineConfiguration(section, [.. BuiltInParts.All, .. known.GetServices<NamedPart>()]).Apply(builder);
            configure?.Invoke(builder, known);
        }));
    }

    private static IServiceCollection AddPipelines(this IServiceCollection services, Func<IServiceProvider, SimClrBuilder> create)
    {
        services.AddOptions();
        services.AddValidator<TrainingOptions, TrainingOptionsValidator>();
        services.AddValidator<ProjectionHeadOptions, ProjectionHeadOptionsValidator>();
        services.AddValidator<NtXentOptions, NtXentOptionsValidator>();
        services.AddValidator<LarsOptions, LarsOptionsValidator>();
        // Transient, so that what configures the builder can have the scoped services of whoever takes the factory.
        services.AddTransient<ISimClrPipelineFactory>(provider => new SimClrPipelineFactory(() => create(provider).Build()));
        return services.AddTransient(provider => create(provider).Build());
    }

    private static void AddValidator<TOptions, TValidator>(this IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
        => services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());

    private static SimClrBuilder Builder(IServiceProvider provider, Action<SimClrBuilder, IServiceProvider> configure)
    {
        List<string> problems = [];
        TrainingOptions training = Read<TrainingOptions>(provider, "Training", problems);
        SimClrBuilder builder = new SimClrBuilder()
            .UseProjectionHead(ProjectionHeadBuilderExtensions.Create, Read<ProjectionHeadOptions>(provider, "ProjectionHead", problems))
            .UseLoss(NtXentBuilderExtensions.Create, Read<NtXentOptions>(provider, "Loss", problems))
            .UseOptimizer(LarsBuilderExtensions.Create, Read<LarsOptions>(provider, "Optimizer", problems))
            .With(parts =>
            {
                parts.Training = training.Copy();
                parts.ConfigurationProblems.AddRange(problems);
            });
        configure(builder, provider);
        return builder;
    }

    // The container's options throw at the first class of options that is wrong. What they hold is needed to find the rest.
    private static TOptions Read<TOptions>(IServiceProvider provider, string part, List<string> problems)
        where TOptions : class, new()
    {
        try
        {
            return provider.GetRequiredService<IOptions<TOptions>>().Value;
        }
        catch (OptionsValidationException refusal)
        {
            problems.AddRange(refusal.Failures.Select(failure => $"{part}: {failure}"));
            return new OptionsFactory<TOptions>(
                provider.GetServices<IConfigureOptions<TOptions>>(), provider.GetServices<IPostConfigureOptions<TOptions>>())
                .Create(Options.DefaultName);
        }
    }
}

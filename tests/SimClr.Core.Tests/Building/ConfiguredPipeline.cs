using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SimClr.Core.Tests.Training;

namespace SimClr.Core.Tests.Building;

/// <summary>Pipelines that a section "SimClr" of a JSON file describes.</summary>
internal static class ConfiguredPipeline
{
    public const string SmallEncoder = """ "Encoder": { "Kind": "ResNet10", "WidthMultiplier": 0.015625, "Stem": "Cifar" } """;

    /// <summary>Four steps, without what has a default.</summary>
    public const string Rest = $$"""
        "Augmentations": { "Kind": "Cifar", "Size": 8 }, {{SmallEncoder}}, "Training": { "BatchSize": 4, "Epochs": 1, "Workers": 1 }
        """;

    public static SimClrPipeline Pipeline(string json, Action<IServiceCollection>? register = null, Action<SimClrBuilder>? builder = null)
    {
        IServiceCollection services = Services(Read(json).GetSection("SimClr"), builder);
        register?.Invoke(services);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ISimClrPipelineFactory>().Create();
    }

    public static string[] Failures(string json, Action<IServiceCollection>? register = null)
        => [.. FluentActions.Invoking(() => Pipeline(json, register)).Should().Throw<OptionsValidationException>().Which.Failures];

    public static IServiceCollection Services(IConfiguration section, Action<SimClrBuilder>? then) => new ServiceCollection()
        .AddSingleton<IImageSource>(new DrawnImages(16))
        .AddSimClr(section, (builder, provider) =>
        {
            builder.UseImages(provider.GetRequiredService<IImageSource>());
            then?.Invoke(builder);
        });

    public static IConfigurationRoot Read(string json) => new ConfigurationBuilder().AddJsonStream(Stream($$"""{ "SimClr": { {{json}} } }""")).Build();

    public static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}

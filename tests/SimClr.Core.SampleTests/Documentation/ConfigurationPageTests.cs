using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SimClr.Core.Data;

namespace SimClr.Core.SampleTests.Documentation;

/// <summary>The appsettings.json of docs/configuration.md is one.</summary>
public sealed class ConfigurationPageTests
{
    [Fact]
    public void Section_OfThePage_BuildsAPipelineInAHost()
    {
        HostApplicationBuilder application = Host.CreateEmptyApplicationBuilder(settings: null);
        application.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Section())));
        application.Services.AddSimClr(
            application.Configuration.GetSection("SimClr"),
            (builder, _) => builder.UseImages(new SyntheticSource(new SyntheticOptions { Count = 512 })));
        using IHost host = application.Build();

        using SimClrPipeline simclr = host.Services.GetRequiredService<ISimClrPipelineFactory>().Create();

        simclr.Encoder.FeatureDimension.Should().Be(128);
        simclr.Views.Seed.Should().Be(1);
    }

    [Fact]
    public void Kinds_OfThePage_AreAllThereAre()
    {
        string[] rows = [.. Page().Where(line => line.StartsWith("| ", StringComparison.Ordinal))];
        HostApplicationBuilder application = Host.CreateEmptyApplicationBuilder(settings: null);
        string[] sections = ["Augmentations", "Encoder", "ProjectionHead", "Loss", "Optimizer", "Schedule"];
        application.Configuration.AddInMemoryCollection(sections.ToDictionary(section => $"SimClr:{section}:Kind", _ => (string?)"?"));
        application.Services.AddSimClr(application.Configuration.GetSection("SimClr"));
        using IHost host = application.Build();

        IEnumerable<string> problems = host.Services.GetRequiredService<ISimClrPipelineFactory>().Invoking(factory => factory.Create())
            .Should().Throw<Microsoft.Extensions.Options.OptionsValidationException>().Which.Failures;

        string[] kinds = [.. problems.Where(problem => problem.Contains("expected one of ")).SelectMany(
            problem => problem.TrimEnd('.').Split("expected one of ")[1].Split(", "))];
        kinds.Should().HaveCountGreaterThan(15).And.AllSatisfy(kind => rows.Should().Contain(row => row.Contains($"`{kind}`")));
    }

    private static string Section()
        => string.Join('\n', Page().SkipWhile(line => line != "```json").Skip(1).TakeWhile(line => line != "```"));

    private static string[] Page()
    {
        string repository = typeof(ConfigurationPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Repository").Value!;
        return File.ReadAllLines(Path.Combine(repository, "docs", "configuration.md"));
    }
}

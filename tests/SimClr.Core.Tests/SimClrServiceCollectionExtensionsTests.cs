using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;

namespace SimClr.Core.Tests;

public sealed class SimClrServiceCollectionExtensionsTests
{
    [Fact]
    public void AddSimClr_ConfiguredOptions_BuildThePipeline()
    {
        using ServiceProvider provider = Services()
            .Configure<TrainingOptions>(o => { o.BatchSize = 8; o.Epochs = 3; })
            .Configure<ProjectionHeadOptions>(o => o.OutputDimension = 7)
            .BuildServiceProvider();
        SimClrPipeline simclr = provider.GetRequiredService<SimClrPipeline>();
        simclr.Model.ProjectionHead.OutputDimension.Should().Be(7);
        simclr.Train().Epochs.Should().HaveCount(3);
        provider.GetRequiredService<SimClrPipeline>().Should().NotBeSameAs(simclr);
    }

    [Fact]
    public void AddSimClr_BadOptions_AreNamed()
    {
        using ServiceProvider provider = Services().Configure<TrainingOptions>(o => { o.BatchSize = 0; o.Epochs = 0; })
            .BuildServiceProvider();
        provider.Invoking(p => p.GetRequiredService<SimClrPipeline>())
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
    }

    [Fact]
    public void AddSimClr_OptionsChangedByTheBuilder_LeaveTheContainersAlone()
    {
        using ServiceProvider provider = Services(builder => builder.ConfigureTraining(o => o.Epochs = 1))
            .Configure<TrainingOptions>(o => o.BatchSize = 8)
            .BuildServiceProvider();
        provider.GetRequiredService<SimClrPipeline>().Train().Epochs.Should().HaveCount(1);
        provider.GetRequiredService<IOptions<TrainingOptions>>().Value.Epochs.Should().Be(new TrainingOptions().Epochs);
    }

    private static IServiceCollection Services(Action<SimClrBuilder>? then = null) => new ServiceCollection()
        .AddSingleton<IImageSource>(new DrawnImages(16))
        .AddSimClr((builder, provider) =>
        {
            builder.UseImages(provider.GetRequiredService<IImageSource>())
                .UseAugmentations(a => a.RandomHorizontalFlip())
                .UseEncoder(ResNetDepth.ResNet18, o => { o.SmallImages = true; o.WidthMultiplier = 0.0625; });
            then?.Invoke(builder);
        });
}

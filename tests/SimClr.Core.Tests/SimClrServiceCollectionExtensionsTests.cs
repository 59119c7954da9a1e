using System.Runtime.CompilerServices;
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

    [Fact]
    public void Create_DisposedPipeline_IsLeftToTheCollectorWhileTheContainerLives()
    {
        using ServiceProvider provider = Services(builder => builder.ConfigureTraining(o => (o.BatchSize, o.Epochs) = (8, 1))).BuildServiceProvider();
        ISimClrPipelineFactory factory = provider.GetRequiredService<ISimClrPipelineFactory>();
        WeakReference[] pipelines = [Used(factory), Used(factory)];

        LiveTensors.Count();

        pipelines.Should().OnlyContain(pipeline => !pipeline.IsAlive);
        GC.KeepAlive(factory);
    }

    [Fact]
    public void Create_InAScope_ConfiguresWithTheScopesServices()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddScoped<IImageSource>(_ => new DrawnImages(16))
            .AddSimClr((builder, services) => builder
                .UseImages(services.GetRequiredService<IImageSource>())
                .UseAugmentations(a => a.RandomHorizontalFlip())
                .UseEncoder(ResNetDepth.ResNet10, o => o.WidthMultiplier = 0.0625)
                .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (8, 1)))
            .BuildServiceProvider(validateScopes: true);
        SimClrPipeline simclr;
        using (IServiceScope scope = provider.CreateScope())
            simclr = scope.ServiceProvider.GetRequiredService<ISimClrPipelineFactory>().Create();

        using (simclr)
            simclr.Train().Epochs.Should().ContainSingle("the pipeline is the caller's, not the scope's");
    }

    [Fact]
    public void GetService_PipelineOfAScope_EndsWithTheScope()
    {
        using ServiceProvider provider = Services(builder => builder.ConfigureTraining(o => o.BatchSize = 8)).BuildServiceProvider();
        SimClrPipeline simclr;
        using (IServiceScope scope = provider.CreateScope())
            simclr = scope.ServiceProvider.GetRequiredService<SimClrPipeline>();

        simclr.Invoking(pipeline => pipeline.Train()).Should().Throw<ObjectDisposedException>();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Used(ISimClrPipelineFactory factory)
    {
        using SimClrPipeline simclr = factory.Create();
        simclr.Train().Epochs.Should().ContainSingle();
        return new WeakReference(simclr);
    }

    private static IServiceCollection Services(Action<SimClrBuilder>? then = null) => new ServiceCollection()
        .AddSingleton<IImageSource>(new DrawnImages(16))
        .AddSimClr((builder, provider) =>
        {
            builder.UseImages(provider.GetRequiredService<IImageSource>())
                .UseAugmentations(a => a.RandomHorizontalFlip())
                .UseEncoder(ResNetDepth.ResNet18, o => { o.Stem = ResNetStem.Cifar; o.WidthMultiplier = 0.0625; });
            then?.Invoke(builder);
        });
}

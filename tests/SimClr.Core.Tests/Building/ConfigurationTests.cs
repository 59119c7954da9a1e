using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Building.ConfiguredPipeline;

namespace SimClr.Core.Tests.Building;

/// <summary>A pipeline whose parts and options come from a configuration file.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Build_EveryPartConfigured_HasThemAll()
    {
        using Data.TemporaryFolder folder = new();
        using SimClrPipeline simclr = Pipeline($$"""
            "Training": { "Epochs": 2, "BatchSize": 4, "GradientClipNorm": 1.5, "WarmupEpochs": null, "DropLastBatch": "false", "Seed": 11 },
            "Augmentations": { "Kind": "ImageNet", "Size": 8, "BlurProbability": 0 },
            {{SmallEncoder}},
            "ProjectionHead": { "Layers": 3, "OutputDimension": 5 },
            "Loss": { "Kind": "NtXent", "Temperature": 0.25, "Reduction": "sumofdirections" },
            "Optimizer": { "Kind": "Sgd", "LearningRate": 0.125, "Nesterov": true },
            "Schedule": { "Kind": "Constant" },
            "Checkpoints": { "Folder": {{System.Text.Json.JsonSerializer.Serialize(folder.Path)}}, "EveryEpochs": 1 }
            """);
        List<double> rates = [];

        simclr.Train(new Callback(report => rates.Add(report.LearningRate))).Epochs.Should().HaveCount(2);

        simclr.Views.Seed.Should().Be(11);
        simclr.Views.Branches[0].ToString().Should().Contain("RandomResizedCrop").And.NotContain("Blur");
        simclr.Encoder.Should().BeOfType<ResNetEncoder>().Which.FeatureDimension.Should().Be(8);
        simclr.Model.ProjectionHead.OutputDimension.Should().Be(5);
        simclr.Loss.Should().BeOfType<NtXentLoss>().Which.Should()
            .Match<NtXentLoss>(loss => loss.Temperature == 0.25 && loss.Reduction == NtXentReduction.SumOfDirections);
        simclr.Optimizer.Should().BeAssignableTo<SGD>();
        rates.Should().NotBeEmpty().And.OnlyContain(rate => rate == 0.125);
        Directory.GetFiles(folder.Path, "*.safetensors").Should().NotBeEmpty();
    }

    [Fact]
    public void Build_NothingButTheEncoder_LeavesTheDefaults()
    {
        using SimClrPipeline simclr = Pipeline(Rest);

        simclr.Loss.Should().BeOfType<NtXentLoss>().Which.Temperature.Should().Be(0.5);
        simclr.Optimizer.Should().BeOfType<LarsOptimizer>();
        simclr.Model.ProjectionHead.OutputDimension.Should().Be(128);
        simclr.Train().Steps.Should().Be(4);
    }

    [Theory]
    [InlineData("Lars", typeof(LarsOptimizer))]
    [InlineData("sgd", typeof(SGD))]
    [InlineData("Adam", typeof(Adam))]
    public void Build_OptimizerByItsNameAlone_IsTaken(string kind, Type expected)
    {
        using SimClrPipeline simclr = Pipeline($"""{Rest}, "Optimizer": "{kind}" """);

        simclr.Optimizer.Should().BeAssignableTo(expected);
    }

    [Theory]
    [InlineData("NtLogistic", "Temperature", typeof(NtLogisticLoss))]
    [InlineData("MarginTriplet", "Margin", typeof(MarginTripletLoss))]
    [InlineData("MarginContrastive", "Margin", typeof(MarginContrastiveLoss))]
    [InlineData("SupCon", "Temperature", typeof(SupConLoss))]
    [InlineData("Dcl", "Temperature", typeof(DclLoss))]
    public void Build_OtherLoss_HasItsOptions(string kind, string option, Type expected)
    {
        using SimClrPipeline simclr = Pipeline($$"""{{Rest}}, "Loss": { "Kind": "{{kind}}", "{{option}}": 0.75 } """);

        simclr.Loss.Should().BeOfType(expected);
        expected.GetProperty(option)!.GetValue(simclr.Loss).Should().Be(0.75);
    }

    [Fact]
    public void Build_MultiCropAndVisionTransformer_HaveTheirOptions()
    {
        using SimClrPipeline simclr = Pipeline("""
            "Augmentations": { "Kind": "MultiCrop", "LargeSize": 8, "SmallSize": 4, "SmallViews": 3 },
            "Encoder": { "Kind": "VisionTransformer", "ImageSize": 8, "PatchSize": 4, "Depth": 1, "Width": 12 },
            "Training": { "BatchSize": 4, "Epochs": 1 }
            """);

        simclr.Views.Branches.Should().HaveCount(5);
        simclr.Encoder.Should().BeOfType<VisionTransformerEncoder>().Which.FeatureDimension.Should().Be(12);
        simclr.Train().Steps.Should().Be(4);
    }

    [Fact]
    public void Build_NumberOfViews_IsTheAugmentations()
    {
        using SimClrPipeline simclr = Pipeline($$"""
            "Augmentations": { "Kind": "Cifar", "Size": 8, "Views": 3 }, {{SmallEncoder}}, "Training": { "BatchSize": 4, "Epochs": 1 }
            """);

        simclr.Views.Branches.Should().HaveCount(3);
        simclr.Train().Steps.Should().Be(4);
    }

    [Fact]
    public void Build_OwnPartsRegistered_TakeTheirOptionsFromConfiguration()
    {
        using SimClrPipeline simclr = Pipeline(
            """
            "Training": { "BatchSize": 4, "Epochs": 1, "WarmupEpochs": 0 }, "Augmentations": { "Kind": "Cifar", "Size": 8 },
            "Encoder": { "Kind": "Mean", "Features": 3 }, "ProjectionHead": { "Kind": "Matrix", "Outputs": 2 },
            "Loss": { "Kind": "Distance", "Weight": 4 }, "Schedule": { "Kind": "Steps", "Factor": 1 },
            "Optimizer": { "Kind": "Sign", "RatePerImage": 0.5, "Scaled": false, "Patience": "00:01:30", "Weights": [ 1, 2.5 ],
                "Limit": { "Norm": 3 } }
            """,
            services => services
                .AddSimClrEncoder<MeanEncoderOptions>("Mean", MeanEncoderOptions.Create, new MeanEncoderOptionsValidator())
                .AddSimClrProjectionHead<MatrixHeadOptions>("Matrix", (context, o) => new MatrixHead(context.FeatureDimension, o.Outputs, 0))
                .AddSimClrLoss<DistanceLossOptions>("Distance", (_, o) => new DistanceLoss(o.Weight))
                .AddSimClrSchedule<StepScheduleOptions>("Steps", (run, o) => new StepSchedule(run, o))
                .AddSimClrOptimizer<SignDescentOptions>("Sign", (context, o) =>
                {
                    o.Patience.Should().Be(TimeSpan.FromSeconds(90));
                    o.Weights.Should().Equal(1, 2.5);
                    o.Limit.Norm.Should().Be(3);
                    return SignDescentOptions.Create(context, o);
                }));

        simclr.Encoder.Should().BeOfType<MeanEncoder>().Which.FeatureDimension.Should().Be(3);
        simclr.Model.ProjectionHead.Should().BeOfType<MatrixHead>().Which.OutputDimension.Should().Be(2);
        simclr.Loss.Should().BeOfType<DistanceLoss>().Which.Weight.Should().Be(4);
        simclr.Optimizer.ParamGroups.First().InitialLearningRate.Should().Be(0.5);
        simclr.Train().Steps.Should().Be(4);
    }

    [Fact]
    public void Build_OwnPartWithANameOfTheLibrarys_TakesItsPlace()
    {
        using SimClrPipeline simclr = Pipeline(
            $$"""{{Rest}}, "Optimizer": { "RatePerImage": 1 } """,
            services => services.AddSimClrOptimizer<SignDescentOptions>("lars", SignDescentOptions.Create));

        simclr.Optimizer.Should().BeOfType<SignDescent>();
    }

    [Fact]
    public void Build_CodeAfterTheConfiguration_HasTheLastWord()
    {
        using SimClrPipeline simclr = Pipeline($"""{Rest}, "Optimizer": "Adam" """, builder: b => b.UseSgd().ConfigureTraining(o => o.Epochs = 2));

        simclr.Optimizer.Should().BeAssignableTo<SGD>();
        simclr.Train().Steps.Should().Be(8);
    }

    [Fact]
    public void Build_ContainersOptions_ComeBeforeTheConfiguration()
    {
        using SimClrPipeline simclr = Pipeline(
            $$"""{{Rest}}, "ProjectionHead": { "Layers": 1 } """,
            services => services.Configure<TrainingOptions>(o => o.Seed = 5).Configure<ProjectionHeadOptions>(o => o.OutputDimension = 9)
                .Configure<NtXentOptions>(o => o.Temperature = 0.75));

        simclr.Views.Seed.Should().Be(5, "the section leaves it out");
        simclr.Model.ProjectionHead.OutputDimension.Should().Be(128, "the section's head is another");
        simclr.Loss.Should().BeOfType<NtXentLoss>().Which.Temperature.Should().Be(0.75);
    }

    [Fact]
    public void Create_ConfigurationChanged_IsReadAnew()
    {
        IConfigurationRoot configuration = Read(Rest);
        using ServiceProvider provider = Services(configuration.GetSection("SimClr"), null).BuildServiceProvider();
        ISimClrPipelineFactory factory = provider.GetRequiredService<ISimClrPipelineFactory>();
        using SimClrPipeline before = factory.Create();
        configuration["SimClr:Training:Epochs"] = "3";
        using SimClrPipeline after = factory.Create();

        before.Train().Epochs.Should().ContainSingle();
        after.Train().Epochs.Should().HaveCount(3);
    }

    [Fact]
    public void Build_ConfigurationThatIsNoSection_IsTakenAsOne()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(Stream($$"""{ {{Rest}} }""")).Build();
        using ServiceProvider provider = Services(configuration, null).BuildServiceProvider();
        using SimClrPipeline simclr = provider.GetRequiredService<ISimClrPipelineFactory>().Create();

        simclr.Train().Steps.Should().Be(4);
    }
}

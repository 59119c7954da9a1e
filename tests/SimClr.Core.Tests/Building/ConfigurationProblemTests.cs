using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Training;
using static SimClr.Core.Tests.Building.ConfiguredPipeline;

namespace SimClr.Core.Tests.Building;

/// <summary>No mistake in a configuration file is silent.</summary>
public sealed class ConfigurationProblemTests
{
    [Fact]
    public void Build_EverythingWrong_IsInOneException()
        => Failures("""
            "Traning": { "Epochs": 3 },
            "Training": { "Epochs": "many", "BatchSize": 1, "Worker": 2, "DropLastBatch": null },
            "Augmentations": { "Kind": "Cifar", "Size": 8, "Strength": "strong" },
            "Encoder": { "Kind": "ResNet19", "Depth": 3 },
            "ProjectionHead": { "Layers": -1, "Width": { "Of": "all" } },
            "Loss": { "Temperature": 0, "Reduction": "Sum" },
            "Optimizer": { "Kind": "Sgd", "LearningRate": { "Peak": 1 }, "Momentum": 2 },
            "Schedule": { "Kind": "Constant", "Rate": 0.1 },
            "Checkpoints": "runs"
            """).Should().SatisfyRespectively(new[]
            {
                "SimClr:Augmentations:Strength: expected a number, found 'strong'.",
                "SimClr:Checkpoints: expected a section with options, found 'runs'.",
                "SimClr:Encoder:Kind: 'ResNet19' is unknown; expected one of ResNet10, ResNet18, *, ResNet152, VisionTransformer.",
                "SimClr:Loss:Reduction: expected one of MeanOverViews, SumOfDirections, found 'Sum'.",
                "SimClr:Optimizer:LearningRate: expected a number, found a section.",
                "SimClr:ProjectionHead:Width: unknown; expected one of Kind, Layers, HiddenDimension, OutputDimension, BatchNorm.",
                "SimClr:Schedule:Rate: unknown; Constant has no options.",
                "SimClr:Training:DropLastBatch: expected true or false, found null.",
                "SimClr:Training:Epochs: expected a whole number (Int32), found 'many'.",
                "SimClr:Training:Worker: unknown; expected one of *Workers*.",
                "SimClr:Traning: unknown; expected one of Training, Augmentations, Encoder, ProjectionHead, Loss, Optimizer, Schedule, Checkpoints.",
                "ProjectionHead: Layers: *",
                "Loss: Temperature: *",
                "Optimizer: Momentum: *",
                "Training: BatchSize: *",
            }.Select(text => (Action<string>)(failure => failure.Should().Match(text))));

    [Fact]
    public void Build_UnknownKinds_ListTheKnownOnes()
        => Failures(
            """
            "Augmentations": { "Views": 2 }, "Encoder": {}, "Loss": "Triplet", "Optimizer": "Larz", "ProjectionHead": "None",
            "Training": { "BatchSize": 4 }
            """,
            services => services.AddSimClrOptimizer<SignDescentOptions>("Sign", SignDescentOptions.Create)).Should().BeEquivalentTo(
                "SimClr:Augmentations:Kind: missing; expected one of Cifar, ImageNet, Official, MultiCrop.",
                "SimClr:Loss:Kind: 'Triplet' is unknown; expected one of NtXent, SupCon, Dcl, NtLogistic, MarginTriplet, MarginContrastive.",
                "SimClr:Optimizer:Kind: 'Larz' is unknown; expected one of Lars, Sgd, Muon, Adam, Sign.",
                "SimClr:ProjectionHead:Kind: 'None' is unknown; expected one of Mlp.",
                "Encoder: call UseEncoder with a ResNet depth or a custom encoder, or UseVisionTransformer.");

    [Theory]
    [InlineData("1,5")]
    [InlineData("")]
    [InlineData("0x10")]
    public void Build_NumberWrittenOtherwise_IsRefused(string text)
        => Failures($$"""{{Rest}}, "Optimizer": { "Kind": "Adam", "LearningRate": "{{text}}" } """)
            .Should().ContainSingle().Which.Should().Be($"SimClr:Optimizer:LearningRate: expected a number, found '{text}'.");

    [Theory]
    [InlineData(""" "Weights": { "First": "much" } """, "SimClr:Optimizer:Weights: *'much' at 'SimClr:Optimizer:Weights:First'*")]
    [InlineData(""" "Limit": { "Norm": 1, "Nrom": 2 } """, "SimClr:Optimizer:Limit: *'Nrom'*")]
    [InlineData(""" "Limit": { "Norm": "high" } """, "SimClr:Optimizer:Limit: *'high' at 'SimClr:Optimizer:Limit:Norm'*")]
    public void Build_ListOrNestedOptionsWrong_NamesTheKey(string option, string expected)
        => Failures(
            $$"""{{Rest}}, "Optimizer": { "Kind": "Sign", {{option}} } """,
            services => services.AddSimClrOptimizer<SignDescentOptions>("Sign", SignDescentOptions.Create))
            .Should().ContainSingle().Which.Should().Match(expected);

    [Fact]
    public void Build_SectionThatIsNotThere_SaysSo()
    {
        using ServiceProvider provider = Services(Read(Rest).GetSection("SimCLRR"), null).BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredService<ISimClrPipelineFactory>().Create()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().Contain("SimCLRR: the configuration has no such section, or it is empty.");
    }

    [Fact]
    public void Build_ContainersOptionsAndConfigurationWrong_ListsBothOnce()
        => Failures(
            $$"""{{Rest}}, "Optimizer": { "Kind": "Adam", "WeightDecay": 7 } """,
            services => services.Configure<TrainingOptions>(o => o.LogEverySteps = 0).Configure<ProjectionHeadOptions>(o => o.Layers = 99))
            .Select(failure => failure.Split(": ")[..2]).Should().BeEquivalentTo(new string[][]
            {
                ["Training", "LogEverySteps"], ["ProjectionHead", "Layers"], ["Optimizer", "WeightDecay"],
            });

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AddSimClrOptimizer_EmptyName_IsRefused(string kind)
        => FluentActions.Invoking(() => new ServiceCollection().AddSimClrOptimizer<SignDescentOptions>(kind, SignDescentOptions.Create))
            .Should().Throw<ArgumentException>();
}

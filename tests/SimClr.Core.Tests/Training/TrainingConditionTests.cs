using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Training.SmallPipeline;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>Where and how a training is begun decides whether it can work; a sentence says what is in the way.</summary>
public sealed class TrainingConditionTests
{
    [Theory]
    [InlineData(false, "no_grad")]
    [InlineData(true, "inference_mode")]
    public void Train_GradientsSwitchedOff_SaysWhereItWasCalled(bool inference, string name)
    {
        using SimClrPipeline pipeline = Small().Build();
        using (inference ? inference_mode() : no_grad())
            Refusal(pipeline).Should().Be($"Training needs gradients, but Train was called inside torch.{name}(): call it outside.");
        pipeline.Train().Steps.Should().Be(2);
    }

    [Fact]
    public void Build_InInferenceMode_IsRefused()
    {
        using (inference_mode())
            Failures(Small()).Should().ContainSingle().Which.Should().Contain("inference_mode");
        using (no_grad())
            Small().Build().Dispose();
    }

    [Fact]
    public void Train_ModelMadeInInferenceMode_SaysSo()
    {
        SimClrModel model;
        using (inference_mode())
            model = SmallModel.ResNet();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        Refusal(model, optimizer).Should().Be("The model was made inside torch.inference_mode() and can never be trained: make it outside.");
    }

    [Fact]
    public void Train_EverythingFrozen_SaysSo()
    {
        using SimClrPipeline pipeline = Small().Build();
        foreach (Parameter parameter in pipeline.Model.parameters())
            parameter.requires_grad = false;
        Refusal(pipeline).Should().StartWith("Every parameter of the model is frozen");
    }

    [Fact]
    public void Train_ModelConvertedAfterBuild_SaysThatTheOptimizerIsOlder()
    {
        using SimClrPipeline pipeline = Small().Build();
        pipeline.Model.to(float64);
        Refusal(pipeline).Should().StartWith("The optimizer holds no parameter that the model has now").And.Contain("Model.to").And.NotContain("\n");
    }

    [Fact]
    public void Train_ModelConvertedBeforeItsOptimizer_Trains()
    {
        using SimClrModel model = SmallModel.ResNet();
        model.to(float64);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        Train(model, optimizer).Result.Steps.Should().Be(2);
    }

    [Fact]
    public void Train_ModuleInDoublePrecision_SaysThatViewsAreInSingle()
    {
        using SimClrModel model = new(new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Linear(192, 8)), 3, 8), new MlpProjectionHead(8));
        model.to(float64);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        Refusal(model, optimizer).Should().StartWith("The model holds numbers of type Float64, but views are Float32 (").And.NotContain("\n");
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void Build_OtherDefaultType_NamesTheCure(ScalarType type)
    {
        set_default_dtype(type);
        try
        {
            Failures(Small()).Should().ContainSingle().Which.Should()
                .Match($"Model: The model mixes numbers of the types Float32 and {type} *: call torch.set_default_dtype(torch.float32) before it is made.").And.NotContain("\n");
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Fact]
    public void Build_EncoderInDoublePrecision_NamesBothTypes()
        => Failures(Small().UseEncoder(new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Linear(192, 8, dtype: float64)), 3, 8)))
            .Should().ContainSingle().Which.Should().StartWith("Model: The model mixes numbers of the types Float64 and Float32 (mat1 and mat2 must have the same dtype");

    [Theory]
    [InlineData(ResNetStem.ImageNet, 8, true)]
    [InlineData(ResNetStem.ImageNet, 64, true)]
    [InlineData(ResNetStem.ImageNet, 65, false)]
    [InlineData(ResNetStem.Cifar, 8, false)]
    public void Train_StemForLargeImagesOnSmallViews_GivesAHint(ResNetStem stem, int side, bool hint)
    {
        Messages log = new();
        using SimClrPipeline pipeline = Small()
            .UseAugmentations(a => a.RandomResizedCrop(side))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 64.0, stem))
            .UseLogger(log)
            .Build();
        pipeline.Train(cancellationToken: new CancellationToken(canceled: true));
        string[] warnings = [.. log.All.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text)];
        warnings.Should().HaveCount(hint ? 1 : 0);
        if (hint)
            warnings[0].Should().StartWith($"Views of {side} x {side} pixels").And.Contain("ResNetStem.Cifar");
    }

    [Theory]
    [InlineData(ResNetStem.Cifar, 1, 1, 8)]
    [InlineData(ResNetStem.Cifar, 7, 40, 8)]
    [InlineData(ResNetStem.ImageNet, 7, 7, 32)]
    [InlineData(ResNetStem.Deep, 31, 80, 32)]
    public void Train_ViewsSmallerThanTheStride_Warns(ResNetStem stem, int height, int width, int stride)
    {
        Messages log = new();
        using SimClrPipeline pipeline = Small()
            .UseAugmentations(a => a.RandomResizedCrop(height, o => o.Width = width))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (2 / 64.0, stem))
            .UseLogger(log)
            .Build();
        pipeline.Train(cancellationToken: new CancellationToken(canceled: true));
        log.All.Should().ContainSingle(message => message.Level == LogLevel.Warning).Which.Text.Should().Match(
            $"Views of {height} x {width} pixels are smaller than the stride of the network, {stride} pixels: *at least {stride} pixels*");
    }

    [Fact]
    public void Train_TensorBoardFolderCannotBeWritten_SaysSoBeforeTheFirstStep()
    {
        using TemporaryFolder folder = new();
        folder.Write("blocked", "a file where a folder should be");
        SimClrBuilder builder = Small().ConfigureTraining(o => o.TensorBoardFolder = folder.At("blocked") + "/board");
        using SimClrPipeline pipeline = builder.Build();
        pipeline.Invoking(it => it.Train(new Callback(_ => Assert.Fail("a step was made"))))
            .Should().Throw<IOException>().WithMessage("TensorBoardFolder: files cannot be written to *blocked*; choose another folder. *");
        Failures(builder.ConfigureTraining(o => o.TensorBoardFolder = " ")).Should().ContainSingle().Which.Should().StartWith("Training: TensorBoardFolder: ");
    }
}

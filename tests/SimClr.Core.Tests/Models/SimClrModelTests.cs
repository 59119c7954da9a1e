using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class SimClrModelTests
{
    [Fact]
    public void Constructor_HeadOfOtherLength_SaysBothLengths()
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { WidthMultiplier = 0.125 });
        using MlpProjectionHead head = new(65);
        Action act = () => _ = new SimClrModel(encoder, head);
        act.Should().Throw<ArgumentException>().WithMessage("*64*65*");
    }

    [Fact]
    public void Forward_Images_GivesRepresentationAndEmbedding()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Small();
        (Tensor h, Tensor z) = model.call(rand(4, 3, 16, 16));
        h.shape.Should().Equal(4, 64);
        z.shape.Should().Equal(4, 16);
        model.state_dict().Keys.Should().Contain("encoder.layer1.0.conv1.weight").And.Contain("projection_head.layers.0.weight");
    }

    [Fact]
    public void ModuleEncoder_AnyModule_WorksAndChecksItsOutput()
    {
        using DisposeScope scope = NewDisposeScope();
        using ModuleEncoder good = new(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), 5, 5);
        good.call(rand(2, 5, 8, 8)).shape.Should().Equal(2, 5);
        using ModuleEncoder bad = new(nn.Flatten(), 5, 5);
        bad.Invoking(encoder => encoder.call(rand(2, 5, 8, 8)))
            .Should().Throw<InvalidOperationException>().WithMessage("*[2, 5]*[2, 320]*");
    }

    private static SimClrModel Small()
    {
        ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { WidthMultiplier = 0.125, Stem = ResNetStem.Cifar });
        return new SimClrModel(
            encoder, new MlpProjectionHead(encoder.FeatureDimension, new ProjectionHeadOptions { OutputDimension = 16 }));
    }
}

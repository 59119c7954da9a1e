using SimClr.Core.Models;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A model that trains in milliseconds.</summary>
internal static class SmallModel
{
    public static SimClrModel ResNet(long seed = 0, Precision precision = Precision.Float32)
    {
        ResNetEncoder encoder = new(
            ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.125, Precision = precision }, seed);
        return new SimClrModel(
            encoder, new MlpProjectionHead(encoder.FeatureDimension, new ProjectionHeadOptions { OutputDimension = 16 }, seed));
    }

    public static float[] Weights(nn.Module model)
        => [.. model.state_dict().Values.SelectMany(tensor => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray())];
}

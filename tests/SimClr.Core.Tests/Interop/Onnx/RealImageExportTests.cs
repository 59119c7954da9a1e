using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

public sealed class RealImageExportTests
{
    private const int Count = 10;
    private const int Side = 32;

    [CifarFact]
    public void Run_ImagesOfCifar_GivesTheExtractorsFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        ImageFolderSource source = CifarImages.Unpack(folder, Count / 10);
        using ModuleEncoder flattening = new(nn.Flatten(), 3, 3 * Side * Side);
        Tensor images = ToTensor(new FeatureExtractor(flattening).Extract(source)).view(Count, 3, Side, Side);
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new() { WidthMultiplier = 0.25, Stem = ResNetStem.Cifar }, seed: 3);
        OnnxNetworks.Trained(encoder, images);
        string path = folder.At("encoder.onnx");
        OnnxExporter.Save(encoder, path, new OnnxExportOptions { Height = Side });
        using OnnxRun run = new(File.ReadAllBytes(path));
        OnnxNetworks.ShouldEqual(run.Run(images), ToTensor(new FeatureExtractor(encoder).Extract(source)));
    }

    private static Tensor ToTensor(FeatureSet features)
        => TensorTransfer.ToTensor(features.Values, [features.Count, features.Dimension], CPU);
}

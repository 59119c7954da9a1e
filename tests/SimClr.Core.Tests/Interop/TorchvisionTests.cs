using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Conventions;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop;

/// <summary>The script of docs/weights.md gives torchvision's network the features of ours, and the other way round.</summary>
public sealed class TorchvisionTests
{
    private const double Tolerance = 1e-5;

    // What the page leaves to its reader: images in, features out, and a network the other way.
    private const string Use = """


        images = read_safetensors("images.safetensors")["images"]
        with torch.no_grad():
            open("features", "wb").write(network(images).numpy().tobytes())
            torch.manual_seed(1)
            other = torchvision.models.resnet18().eval()
            other(images)
            torch.save({"epoch": 1, "state_dict": {"module." + name: value for name, value in other.state_dict().items()}}, "other.pth")
            other.fc = torch.nn.Identity()
            open("other", "wb").write(other(images).numpy().tobytes())
        """;

    [PythonTorchFact]
    public void Weights_OfAResNet18_GiveTorchvisionTheSameFeaturesAndBack()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18);
        GoldenResNet.Fill(encoder);
        Tensor images = sin(0.11 * arange(2 * 3 * 64 * 64, ScalarType.Float32)).reshape(2, 3, 64, 64);
        encoder.SaveWeights(folder.At("encoder.safetensors"));
        SafeTensorsFile.Write(folder.At("images.safetensors"), new Dictionary<string, Tensor> { ["images"] = images });
        folder.Write("script.py", PageScript() + Use);

        PythonTorchFactAttribute.Run(PythonTorchFactAttribute.Python!, folder.Path, "script.py").Should().Be((0, ""));

        DistanceTo(folder.At("features"), encoder, images).Should().BeLessThan(Tolerance);
        encoder.LoadWeights(folder.At("other.pth"), new WeightsOptions { Prefix = "module.", Ignore = ["fc."] }).Matched.Should().HaveCount(120);
        DistanceTo(folder.At("other"), encoder, images).Should().BeLessThan(Tolerance);
    }

    /// <summary>The page's own lines: a network with the weights of encoder.safetensors.</summary>
    internal static string PageScript()
    {
        string[] lines = SourceFiles.Read("docs/weights.md");
        int end = Array.FindLastIndex(lines, line => line == "network.eval()") + 1;
        int start = Array.LastIndexOf(lines, "```python", end) + 1;
        return string.Join('\n', lines[start..end]);
    }

    /// <summary>The largest difference from the features in a file, relative to the largest feature.</summary>
    private static double DistanceTo(string file, ResNetEncoder encoder, Tensor images)
    {
        using IDisposable noGradient = no_grad();
        encoder.eval();
        Tensor features = encoder.call(images); // [2, 512]
        Tensor expected = empty_like(features);
        File.ReadAllBytes(file).CopyTo(expected.bytes);
        expected.abs().max().item<float>().Should().BePositive();
        return (features - expected).abs().max().item<float>() / expected.abs().max().item<float>();
    }
}

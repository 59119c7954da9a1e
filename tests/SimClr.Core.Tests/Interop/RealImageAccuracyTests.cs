using System.Runtime.InteropServices;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Interop.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop;

/// <summary>A pretrained ResNet-18 on 1,000 real images: torchvision and OnnxRuntime see what this library sees.</summary>
public sealed class RealImageAccuracyTests(PretrainedOnCifar pretrained) : IClassFixture<PretrainedOnCifar>
{
    private const double Tolerance = 1e-5;

    // Scores nearer to each other than the features' last digits could change places.
    private const int OtherPredictions = 1;

    private const string Use = """


        tensors = read_safetensors("images.safetensors")
        classifier = torch.nn.Linear(512, 10)
        classifier.load_state_dict(read_safetensors("classifier.safetensors"))
        with torch.no_grad():
            features = torch.cat([network(images) for images in tensors["images"].split(100)])
            open("features", "wb").write(features.numpy().tobytes())
            open("predictions", "wb").write(classifier(features).argmax(1).float().numpy().tobytes())
        """;

    [CifarFact]
    public void Classifier_InOnnxRuntime_HasTheSameAccuracy()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        string path = folder.At("classifier.onnx");
        OnnxExporter.Save(pretrained.Encoder, path, new OnnxExportOptions { Height = PretrainedOnCifar.Side, Classifier = pretrained.Classifier });

        using OnnxRun run = new(File.ReadAllBytes(path));
        Tensor scores = run.Run(Pixels(), "scores");
        ShouldBeAsGood(TensorTransfer.ToArray(scores.argmax(1).to(ScalarType.Float32)));
    }

    [CifarTorchFact]
    public void FeaturesAndClassifier_InTorchvision_AreTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        pretrained.Encoder.SaveWeights(folder.At("encoder.safetensors"));
        pretrained.Classifier.Save(folder.At("classifier.safetensors"));
        SafeTensorsFile.Write(folder.At("images.safetensors"), new Dictionary<string, Tensor> { ["images"] = Pixels() });
        folder.Write("script.py", TorchvisionTests.PageScript() + Use);

        PythonTorchFactAttribute.Run(PythonTorchFactAttribute.Python!, folder.Path, "script.py").Should().Be((0, ""));

        FeatureSet features = pretrained.Features;
        float[] seen = Floats(folder.At("features"));
        seen.Should().HaveCount(features.Count * features.Dimension);
        double largest = seen.Max(Math.Abs);
        seen.Zip(features.Values.ToArray(), (theirs, ours) => Math.Abs(theirs - ours)).Max().Should().BeLessThan((float)(Tolerance * largest));
        ShouldBeAsGood(Floats(folder.At("predictions")));
    }

    /// <summary>The images as the network gets them, [N, 3, side, side].</summary>
    private Tensor Pixels()
    {
        int side = PretrainedOnCifar.Side;
        using ModuleEncoder flattening = new(nn.Flatten(), 3, 3 * side * side);
        FeatureSet pixels = new FeatureExtractor(flattening).Extract(pretrained.Images);
        return TensorTransfer.ToTensor(pixels.Values, [pixels.Count, 3, side, side], CPU);
    }

    private void ShouldBeAsGood(float[] predictions)
    {
        int[] expected = pretrained.Classifier.Predict(pretrained.Features);
        // Guessing would be right in a tenth of all; the images that it was fitted to are half of them.
        pretrained.Classifier.Accuracy(pretrained.Features).Should().BeGreaterThan(0.3);
        predictions.Zip(expected, (theirs, ours) => theirs != ours).Count(differs => differs).Should().BeLessThanOrEqualTo(OtherPredictions);
        predictions.Should().HaveCount(expected.Length);
    }

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}

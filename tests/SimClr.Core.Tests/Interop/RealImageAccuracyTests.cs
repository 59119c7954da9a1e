using System.Runtime.InteropServices;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
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
public sealed class RealImageAccuracyTests
{
    private const int Side = 32;
    private const int OfEachClass = 100;
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
        ImageFolderSource images = CifarImages.Unpack(folder, OfEachClass);
        using SimClrPipeline simclr = Pretrained(images);
        FeatureSet features = simclr.Extract(images);
        LinearClassifier classifier = Fit(features);
        string path = folder.At("classifier.onnx");
        OnnxExporter.Save(simclr.Encoder, path, new OnnxExportOptions { Height = Side, Classifier = classifier });

        using OnnxRun run = new(File.ReadAllBytes(path));
        Tensor scores = run.Run(Pixels(images), "scores");
        ShouldBeAsGood(TensorTransfer.ToArray(scores.argmax(1).to(ScalarType.Float32)), classifier, features);
    }

    [CifarTorchFact]
    public void FeaturesAndClassifier_InTorchvision_AreTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        ImageFolderSource images = CifarImages.Unpack(folder, OfEachClass);
        using SimClrPipeline simclr = Pretrained(images);
        FeatureSet features = simclr.Extract(images);
        LinearClassifier classifier = Fit(features);
        simclr.Encoder.SaveWeights(folder.At("encoder.safetensors"));
        classifier.Save(folder.At("classifier.safetensors"));
        SafeTensorsFile.Write(folder.At("images.safetensors"), new Dictionary<string, Tensor> { ["images"] = Pixels(images) });
        folder.Write("script.py", TorchvisionTests.PageScript() + Use);

        PythonTorchFactAttribute.Run(PythonTorchFactAttribute.Python!, folder.Path, "script.py").Should().Be((0, ""));

        float[] seen = Floats(folder.At("features"));
        seen.Should().HaveCount(features.Count * features.Dimension);
        double largest = seen.Max(Math.Abs);
        seen.Zip(features.Values.ToArray(), (theirs, ours) => Math.Abs(theirs - ours)).Max().Should().BeLessThan((float)(Tolerance * largest));
        ShouldBeAsGood(Floats(folder.At("predictions")), classifier, features);
    }

    private static SimClrPipeline Pretrained(IImageSource images)
    {
        SimClrPipeline simclr = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(SimClrAugmentations.Cifar(Side))
            .UseEncoder(ResNetDepth.ResNet18)
            .UseSgd()
            .ConfigureTraining(options => (options.BatchSize, options.Epochs, options.WarmupEpochs) = (100, 1, 0))
            .Build();
        simclr.Train();
        return simclr;
    }

    /// <summary>The linear classifier of every second image.</summary>
    private static LinearClassifier Fit(FeatureSet features)
        => LinearProbe.Fit(features.Subset([.. Enumerable.Range(0, features.Count / 2).Select(index => 2 * index)]));

    /// <summary>The images as the network gets them, [N, 3, side, side].</summary>
    private static Tensor Pixels(IImageSource images)
    {
        using ModuleEncoder flattening = new(nn.Flatten(), 3, 3 * Side * Side);
        FeatureSet pixels = new FeatureExtractor(flattening).Extract(images);
        return TensorTransfer.ToTensor(pixels.Values, [pixels.Count, 3, Side, Side], CPU);
    }

    private static void ShouldBeAsGood(float[] predictions, LinearClassifier classifier, FeatureSet features)
    {
        int[] expected = classifier.Predict(features);
        // Guessing would be right in a tenth of all; the images that it was fitted to are half of them.
        classifier.Accuracy(features).Should().BeGreaterThan(0.3);
        predictions.Zip(expected, (theirs, ours) => theirs != ours).Count(differs => differs).Should().BeLessThanOrEqualTo(OtherPredictions);
        predictions.Should().HaveCount(expected.Length);
    }

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}

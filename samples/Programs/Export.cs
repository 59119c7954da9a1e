// Ship it: the encoder as an ONNX file, which OnnxRuntime runs without libtorch, to the same numbers.
#:project ../../src/SimClr.Core
#:project ../../src/SimClr.Core.Onnx
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Onnx;

SyntheticSource images = new(new SyntheticOptions { Count = 128 });
using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(images)
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 1))
    .Build();
simclr.Train();
simclr.ExportOnnx("encoder.onnx");

using OnnxImageEmbedder embedder = new("encoder.onnx");
float[] vector = embedder.Embed(images.Read(0)).ToArray();
float difference = vector.Zip(simclr.Extract(images).Row(0).ToArray(), (one, other) => Math.Abs(one - other)).Max();
Console.WriteLine($"{vector.Length} numbers, the same as by libtorch: {difference < 1e-4f}");

// Prints:
// 128 numbers, the same as by libtorch: True

// The whole of it: learn from pictures without labels, keep the encoder, turn pictures into vectors.
//   dotnet run Pretrain.cs my-pictures
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Training;

IImageSource pictures = args.Length > 0
    ? ImageDataset.Open(args[0]).Training
    : new SyntheticSource(new SyntheticOptions { Count = 256 });

using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(pictures)
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 2))   // some 50 for a result
    .Build();
TrainingResult result = simclr.Train();
simclr.Encoder.SaveWeights("encoder.safetensors");

FeatureSet vectors = simclr.Extract(pictures);
Console.WriteLine($"{result.Steps} steps, loss {result.Epochs[^1].Loss:0.00}");
Console.WriteLine($"{vectors.Count} vectors of {vectors.Dimension} numbers");

// Prints:
// 8 steps, loss 4.81
// 256 vectors of 128 numbers

// A batch that does not fit: the network sees 32 pictures at a time, the loss all 256, and the gradient is that of the whole batch.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;

using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(new SyntheticSource(new SyntheticOptions { Count = 512 }))
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
    .UseLars(o => o.LearningRateScaling = LearningRateScaling.SquareRoot)
    .ConfigureTraining(o => (o.BatchSize, o.MicroBatchSize, o.Epochs) = (256, 32, 2))   // or o.MicroBatchBudgetBytes = 1L << 30
    .Build();
TrainingResult result = simclr.Train();
Console.WriteLine($"{result.Steps} steps of 256 pictures; a guess among the other views would cost {Math.Log(2 * 256 - 1):0.00}, the loss is {result.Epochs[^1].Loss:0.00}");

// Prints:
// 4 steps of 256 pictures; a guess among the other views would cost 6.24, the loss is 6.20

// More than two views of each picture: two large crops and four small ones, which cost less (multi-crop, arXiv 2006.09882).
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;

MultiCropOptions crops = new() { LargeSize = 32, SmallSize = 16, SmallViews = 4 };
using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(new SyntheticSource(new SyntheticOptions { Count = 128 }))
    .UseAugmentations(SimClrAugmentations.MultiCrop(crops))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
    .UseNtXentLoss(o => (o.Temperature, o.Target) = (0.1, NtXentTarget.MeanOfPositives))
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (32, 1))
    .Build();
TrainingResult result = simclr.Train();
Console.WriteLine($"{result.Steps} steps with {simclr.Views.Branches.Count} views of each of 32 pictures");

// Prints:
// 4 steps with 6 views of each of 32 pictures

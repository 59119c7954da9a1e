using System.Globalization;
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using static TorchSharp.torch;

namespace Outside;

/// <summary>What the examples share: a run of seconds, and lines that a test can read.</summary>
internal static class SmallRun
{
    public static SyntheticSource Images { get; } = new(new SyntheticOptions { Count = 64, Size = 16, Classes = 4 });

    public static SimClrBuilder Builder() => Configure(new SimClrBuilder());

    /// <summary>3 epochs of 4 steps.</summary>
    public static SimClrBuilder Configure(SimClrBuilder builder) => builder
        .UseImages(Images)
        .UseAugmentations(a => a.RandomResizedCrop(16).RandomHorizontalFlip())
        .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.0625))
        .UseProjectionHead(o => o.OutputDimension = 8)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Seed) = (3, 16, 1));

    public static void Print(string name, double value) => Print(name, value.ToString("R", CultureInfo.InvariantCulture));

    public static void Print(string name, Tensor value) => Print(name, value.to(float64).item<double>());

    public static void Print(string name, string value) => Console.WriteLine($"{name}: {value}");

    public static Tensor Difference(nn.Module one, nn.Module other) => (Weights(one) - Weights(other)).abs().max();

    public static Tensor Weights(nn.Module module) => cat([.. module.parameters().Select(parameter => parameter.detach().flatten())]);
}

using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.MixedPrecision;

/// <summary>The training on which precisions are compared: a narrow ResNet-18 for small images, batch 128, temperature 0.1, SGD.</summary>
internal static class PrecisionTraining
{
    public const int BatchSize = 128;
    public const int DefaultSide = 16;
    public const double DefaultLearningRate = 0.12;
    public const double Temperature = 0.1;

    private const double Width = 16 / 64.0;

    public static SimClrBuilder Builder(
        IImageSource images, Precision precision, int side = DefaultSide, long seed = 0, double learningRate = DefaultLearningRate)
        => new SimClrBuilder()
            .UseImages(images)
            .UseEncoder(ResNetDepth.ResNet18, encoder =>
                (encoder.Stem, encoder.WidthMultiplier, encoder.Precision) = (ResNetStem.Cifar, Width, precision))
            .UseAugmentations(SimClrAugmentations.Cifar(side))
            .UseNtXentLoss(Temperature)
            .UseSgd(sgd => (sgd.LearningRate, sgd.WeightDecay) = (learningRate, 5e-4))
            .ConfigureTraining(training => (training.BatchSize, training.Seed) = (BatchSize, seed));
}

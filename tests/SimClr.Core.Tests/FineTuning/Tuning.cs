using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.FineTuning;
using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.FineTuning;

/// <summary>A pretrained model, images with labels, and options, with which a run takes a moment.</summary>
internal static class Tuning
{
    private const int Side = 8;

    public static InMemorySource Images { get; } = Colored(24, classes: 4, seed: 1);

    public static AugmentationPipeline Augmentation { get; } = SimClrAugmentations.CropAndFlip(Side);

    /// <summary>Noise with more red, green or blue, or none of them, by class: learned in a moment, and by crops as well.</summary>
    public static InMemorySource Colored(int count, int classes, long seed)
    {
        return new InMemorySource([.. Enumerable.Range(0, count).Select(Paint)], [.. Enumerable.Range(0, count).Select(index => index % classes)]);

        Image Paint(int index)
        {
            RandomStream random = new(seed, 0, index);
            byte[] bytes = new byte[Side * Side * 3];
            for (int at = 0; at < bytes.Length; at++)
                bytes[at] = (byte)(random.NextInt32(150) + (at % 3 == index % classes ? 100 : 0));
            return new Image(bytes, Side, Side, 3);
        }
    }

    public static Encoder Create(long seed)
        => new ResNetEncoder(ResNetDepth.ResNet10, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 1 / 32.0 }, seed);

    /// <summary>A model with a head of three layers.</summary>
    public static SimClrModel Pretrained(long seed = 9)
    {
        Encoder encoder = Create(seed);
        return new SimClrModel(
            encoder,
            new MlpProjectionHead(encoder.FeatureDimension, new ProjectionHeadOptions { Layers = 3, HiddenDimension = 12, OutputDimension = 6 }, seed));
    }

    public static FineTuningOptions Options(int epochs = 2)
    {
        FineTuningOptions options = new() { LearningRate = 2 };
        (options.Training.Epochs, options.Training.BatchSize, options.Training.Workers, options.Training.LogEverySteps) = (epochs, 8, 1, 1);
        return options;
    }

    public static FineTuningOptions With(this FineTuningOptions options, Action<FineTuningOptions> change)
    {
        change(options);
        return options;
    }

    public static FineTuner Tuner(FineTuningOptions? options = null) => new(Augmentation, options ?? Options());

    /// <summary>Ends a run after an epoch.</summary>
    public sealed class StopAfter(int epoch) : TrainingCallback
    {
        public override void OnStepCompleted(TrainingContext run)
        {
            if (run.Report?.CompletedEpoch?.Epoch == epoch)
                run.Stop("half-time");
        }
    }
}

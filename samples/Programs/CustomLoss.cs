// A loss of one's own: SupCon (arXiv 2004.11362), which takes all images of a class for positives. The library multiplies the similarities
// block by block, so that a batch of thousands fits; the loss only says what a row of them is worth.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;
using static TorchSharp.torch;

using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(new SyntheticSource(new SyntheticOptions { Count = 256, Classes = 4 }))
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
    .UseLoss(_ => new ClassLoss(temperature: 0.1))
    .UseSgd(o => o.LearningRate = 0.05)
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 2))
    .Build();
TrainingResult result = simclr.Train();
Console.WriteLine($"loss {result.Epochs[0].Loss:0.00}, then {result.Epochs[^1].Loss:0.00}");

internal sealed class ClassLoss(double temperature) : RowwiseLoss(nameof(ClassLoss), PositiveRule.SameLabel)
{
    public double Temperature { get; } = temperature;   // public: a checkpoint compares it

    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        => block.Differentiate(withGradient, similarities =>
        {
            Tensor logits = similarities / Temperature;                                                  // [B, 2N]
            Tensor others = logits.masked_fill(block.SelfMask(), float.NegativeInfinity).logsumexp(1);   // [B]
            return others - (logits * block.PositiveMask()).sum(1) / block.PositiveCounts();
        });
}

// Prints:
// loss 6.39, then 6.05

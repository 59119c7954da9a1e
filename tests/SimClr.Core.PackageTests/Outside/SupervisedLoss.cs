using SimClr.Core;
using SimClr.Core.Losses;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace Outside;

/// <summary>SupCon (Khosla et al. 2020): the views of all images of a class are positives of each other.</summary>
internal sealed class SupervisedLoss(double temperature) : RowwiseLoss(nameof(SupervisedLoss), PositiveRule.SameLabel)
{
    public double Temperature { get; } = temperature;

    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        => block.Differentiate(withGradient, similarities =>
        {
            Tensor logits = similarities / Temperature; // [B, C]
            Tensor others = logits.masked_fill(block.SelfMask(), float.NegativeInfinity).logsumexp(1); // [B]
            return others - (logits * block.PositiveMask()).sum(1) / block.PositiveCounts();
        });
}

internal static class SupervisedLossRun
{
    public static void Train()
    {
        using SimClrPipeline simclr = SmallRun.Builder().UseLoss(_ => new SupervisedLoss(0.5)).Build();
        TrainingResult result = simclr.Train();
        SmallRun.Print("first", result.Epochs[0].Loss);
        SmallRun.Print("last", result.Epochs[^1].Loss);

        EmbeddingBatch batch = new(randn(24, 8, generator: new Generator(1)), 2, arange(12) % 3);
        SmallRun.Print("own", new SupervisedLoss(0.5).call(batch));
        SmallRun.Print("library's", new SupConLoss(0.5).call(batch));
    }
}

using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace Outside;

/// <summary>Draws all views of an image to their centroid, and pushes the centroids apart (after Wang and Isola 2020).</summary>
internal sealed class CentroidLoss() : ContrastiveLoss(nameof(CentroidLoss))
{
    public override Tensor forward(EmbeddingBatch input)
    {
        Tensor z = nn.functional.normalize(input.Values).view(input.Views, input.Images, -1); // [V, N, D]
        Tensor centroids = nn.functional.normalize(z.mean([0])); // [N, D]
        Tensor alignment = 2 - 2 * (z * centroids).sum(-1).mean(); // mean squared distance
        Tensor uniformity = (4 * centroids.mm(centroids.t()) - 4).exp().mean().log();
        return alignment + uniformity;
    }
}

internal static class CentroidLossRun
{
    public static void Train()
    {
        using SimClrPipeline whole = Build(microBatch: null), parts = Build(microBatch: 4);
        whole.Train();
        SmallRun.Print("moved", SmallRun.Difference(whole.Model, parts.Model));
        parts.Train();
        SmallRun.Print("difference", SmallRun.Difference(whole.Model, parts.Model));
    }

    // Without batch norm, which would see micro-batches.
    private static SimClrPipeline Build(int? microBatch) => SmallRun.Builder()
        .UseAugmentations(views: 3, a => a.RandomResizedCrop(16))
        .UseEncoder(run => new PatchEncoder(3, 4, 16, run.Seed))
        .UseProjectionHead(o => o.BatchNorm = false)
        .UseLoss(_ => new CentroidLoss())
        .ConfigureTraining(o => o.MicroBatchSize = microBatch)
        .Build();
}

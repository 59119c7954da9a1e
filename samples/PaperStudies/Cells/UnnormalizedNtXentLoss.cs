using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>NT-Xent of embeddings as long as they are: similarities are z z'/t without the L2 norm (paper, Table 5).</summary>
internal sealed class UnnormalizedNtXentLoss(double temperature) : ContrastiveLoss(nameof(UnnormalizedNtXentLoss))
{
    public double Temperature { get; } = temperature;

    public override Tensor forward(EmbeddingBatch input)
    {
        if (input.Views != 2)
            throw new ArgumentException($"Expected two views of each image, found {input.Views}.", nameof(input));
        using DisposeScope scope = NewDisposeScope();
        // z: [2N, D], logits: [2N, 2N]
        Tensor z = input.Values;
        int count = (int)z.shape[0];
        using Scalar t = Temperature, never = double.NegativeInfinity;
        Tensor itself = eye(count, dtype: ScalarType.Bool, device: z.device);
        Tensor logits = z.mm(z.t()).div(t).masked_fill(itself, never);
        Tensor partners = tensor([.. Enumerable.Range(0, count).Select(i => (i + count / 2L) % count)], device: z.device);
        return nn.functional.cross_entropy(logits, partners).MoveToOuterDisposeScope();
    }
}

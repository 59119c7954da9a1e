using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

/// <summary>A user's loss that holds the whole matrix and knows nothing of ranks.</summary>
internal sealed class PlainLoss() : ContrastiveLoss(nameof(PlainLoss))
{
    public override Tensor forward(EmbeddingBatch input)
    {
        Tensor unit = nn.functional.normalize(input.Values, 2, 1);
        Tensor logits = unit.mm(unit.t()) / 0.2;
        logits = logits.masked_fill(eye(logits.shape[0], dtype: ScalarType.Bool), float.NegativeInfinity);
        Tensor partners = arange(logits.shape[0], ScalarType.Int64).roll(input.Images);
        return nn.functional.cross_entropy(logits, partners);
    }
}

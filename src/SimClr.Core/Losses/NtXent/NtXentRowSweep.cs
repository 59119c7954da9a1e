using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.Rowwise;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>
/// NT-Xent over blocks of rows, for any temperature: each row's largest logit is subtracted from all of them, so that no exponential
/// overflows.
/// </summary>
internal sealed class NtXentRowSweep(double temperature, INtXentTarget target, INtXentTerms terms, long? blockRows = null) : IClosedFormLoss
{
    /// <inheritdoc/>
    public Tensor Run(EmbeddingBatch embeddings, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor targets = target.Similarities(embeddings).div_(Scalars.Of(temperature));             // [M, V*N]
        Tensor pulls = zeros_like(targets);                                                         // [M, V*N]
        RowBlockSweep sweep = new(
            (block, withGradient) => Evaluate(block, withGradient, targets, pulls), PositiveRule.SameImage, blockRows);
        Tensor value = sweep.Run(embeddings, gradient);
        new RankShare(embeddings.Collective).Sum(gradient is null ? null : pulls);
        if (gradient is not null)
            target.SubtractGradient(gradient, embeddings, pulls.div_(Scalars.Of(gradient.shape[0] * temperature)));
        return value.MoveToOuterDisposeScope();
    }

    private Tensor Evaluate(SimilarityBlock block, bool withGradient, Tensor targets, Tensor pulls)
    {
        Tensor logits = block.Values.div_(Scalars.Of(temperature));                                 // [B, C]
        foreach (Tensor own in block.OtherViews.Append(block.Self))
            own.fill_(Scalars.Of(double.NegativeInfinity));
        // One image has no negatives and no largest logit, but no logit can be smaller than -1 / t.
        Tensor maximum = logits.amax(1).clamp_(min: Scalars.Of(-1 / temperature));                  // [B]
        Tensor exponentials = logits.sub_(maximum.unsqueeze(1)).exp_();                             // [B, C]
        Tensor negatives = exponentials.sum(1);                                                     // [B]
        Tensor shifted = targets.narrow(1, block.Rows.Start, block.Rows.Length) - maximum;          // [M, B]
        if (withGradient)
        {
            (Tensor byNegatives, Tensor byTargets) = terms.Slopes(negatives, shifted);              // [B], [M, B]
            exponentials.mul_(byNegatives.div_(Scalars.Of(temperature)).unsqueeze(1));
            pulls.narrow(1, block.Rows.Start, block.Rows.Length).copy_(byTargets);
        }
        return terms.Values(negatives, shifted);
    }
}

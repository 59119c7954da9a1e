using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>The normalized mean of the image's other views, one target for each view.</summary>
internal sealed class MeanOfPositives : INtXentTarget
{
    /// <summary>A sum of unit vectors that is shorter holds little else than their roundings.</summary>
    private const double ShortestSum = 1e-6;

    /// <inheritdoc/>
    public Tensor Similarities(EmbeddingBatch embeddings)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor products = embeddings.Values * Means(embeddings).Values;                             // [V*N, D]
        return products.sum(1).unsqueeze(0).MoveToOuterDisposeScope();                              // [1, V*N]
    }

    /// <inheritdoc/>
    public void SubtractGradient(Tensor gradient, EmbeddingBatch embeddings, Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = weights.t();                                                                // [V*N, 1]
        (Tensor means, Tensor inverse) = Means(embeddings);                                         // [V*N, D], [V*N, 1]
        gradient.addcmul_(weight, means, Scalars.Of(-1));
        Tensor similarities = (embeddings.Values * means).sum(1, keepdim: true);                    // [V*N, 1]
        // The gradient by the sum of the other views, which is that by each of them.
        Tensor bySum = (embeddings.Values - means.mul_(similarities)).mul_(weight * inverse);       // [V*N, D]
        gradient.sub_(SumOfOthers(bySum, embeddings));
    }

    /// <summary>The targets [V*N, D], zero where they have no direction, and the inverse lengths of the sums, [V*N, 1].</summary>
    private static (Tensor Values, Tensor InverseLengths) Means(EmbeddingBatch embeddings)
    {
        Tensor sums = SumOfOthers(embeddings.Values, embeddings);                                   // [V*N, D]
        Tensor lengths = sums.norm(1, keepdim: true);                        // [V*N, 1]
        Tensor inverse = lengths.reciprocal().masked_fill_(lengths < Scalars.Of(ShortestSum), Scalars.Of(0)); // [V*N, 1]
        return (sums.mul_(inverse), inverse);
    }

    /// <summary>For each row of a tensor [V*N, D] the sum of the rows of the image's other views, [V*N, D].</summary>
    private static Tensor SumOfOthers(Tensor rows, EmbeddingBatch embeddings)
    {
        Tensor byView = rows.reshape(embeddings.Views, embeddings.Images, -1);                      // [V, N, D]
        Tensor total = byView.sum(0, keepdim: true);                                                // [1, N, D]
        return (total - byView).reshape(rows.shape);
    }
}

using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>What the views are pulled towards: M targets for each.</summary>
internal interface INtXentTarget
{
    /// <summary>The cosine similarities of all views to their targets, [M, V*N].</summary>
    /// <param name="embeddings">Normalized.</param>
    Tensor Similarities(EmbeddingBatch embeddings);

    /// <summary>Subtracts the gradient of a weighted sum of <see cref="Similarities"/>.</summary>
    /// <param name="gradient">By the normalized rows, [V*N, D].</param>
    /// <param name="embeddings">Normalized.</param>
    /// <param name="weights">[M, V*N].</param>
    void SubtractGradient(Tensor gradient, EmbeddingBatch embeddings, Tensor weights);
}

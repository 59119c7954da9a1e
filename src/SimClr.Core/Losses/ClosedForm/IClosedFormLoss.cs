using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>A loss over normalized embeddings that computes its gradient along with its value.</summary>
internal interface IClosedFormLoss
{
    /// <summary>The value, and the gradient if wanted.</summary>
    /// <param name="embeddings">The batch, its rows [V*N, D] of length 1 or 0.</param>
    /// <param name="gradient">[V*N, D], zero: receives the gradient with respect to the rows; null if none is wanted.</param>
    /// <returns>A new scalar.</returns>
    Tensor Run(EmbeddingBatch embeddings, Tensor? gradient);
}

using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>A loss that is a mean over views, each term a function of one view's cosine similarities to all 2N views.</summary>
internal interface IRowObjective
{
    /// <summary>The terms of a block of views.</summary>
    /// <param name="block">
    /// The block's cosine similarities. May be overwritten; if a gradient is wanted, it must be, by d term / d similarity.
    /// </param>
    /// <param name="withGradient">Whether the gradient is wanted.</param>
    /// <returns>One term for each row, [B].</returns>
    Tensor Evaluate(SimilarityBlock block, bool withGradient);
}

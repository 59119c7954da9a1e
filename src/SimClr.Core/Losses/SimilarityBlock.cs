using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The cosine similarities of some consecutive views, all of one half of the batch, to all 2N views.</summary>
/// <param name="Values">[B, 2N].</param>
/// <param name="Start">Index of the block's first view among the 2N.</param>
internal readonly record struct SimilarityBlock(Tensor Values, long Start)
{
    /// <summary>The similarities of each view to itself: a view of the values, [B].</summary>
    public Tensor Self => Diagonal(Start);

    /// <summary>The similarities of each view to its partner: a view of the values, [B].</summary>
    public Tensor Positive => Diagonal((Start + Values.shape[1] / 2) % Values.shape[1]);

    private Tensor Diagonal(long column) => Values.narrow(1, column, Values.shape[0]).diagonal();
}

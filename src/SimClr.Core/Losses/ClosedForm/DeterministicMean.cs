using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>A mean that is the same for any number of threads.</summary>
internal static class DeterministicMean
{
    /// <summary>torch shares a sum among its threads from 32,768 elements on, and their number would show in the last digits.</summary>
    private const long Piece = 1 << 14;

    /// <summary>The mean of a loss's terms [V*N], one for each view.</summary>
    public static Tensor Of(Tensor terms)
        => stack([.. terms.split(Piece).Select(piece => piece.sum())]).sum().div_(Scalars.Of(terms.shape[0]));
}

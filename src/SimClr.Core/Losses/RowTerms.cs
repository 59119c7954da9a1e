using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>One number for each of the 2N views, the terms of a loss.</summary>
internal static class RowTerms
{
    /// <summary>torch shares a sum among its threads from 32,768 elements on, and their number would show in the last digits.</summary>
    private const long Piece = 1 << 14;

    /// <summary>The mean of the terms [2N], the same for any number of threads.</summary>
    public static Tensor Mean(Tensor terms)
        => stack([.. terms.split(Piece).Select(piece => piece.sum())]).sum().div_(terms.shape[0]);
}

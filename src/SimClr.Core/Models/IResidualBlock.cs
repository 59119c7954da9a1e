namespace SimClr.Core.Models;

/// <summary>What the blocks of a residual network have in common.</summary>
internal interface IResidualBlock
{
    /// <summary>The block with its present weights for inference; the caller's.</summary>
    FoldedBlock Fold();
}

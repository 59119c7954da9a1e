using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>A loss over the unit rows of both views that can compute its gradient along with its value.</summary>
internal interface IUnitRowLoss
{
    /// <summary>The value, and the gradient if wanted.</summary>
    /// <param name="rows">Rows of length 1 or 0, [2N, D], the first views above the second.</param>
    /// <param name="gradient">[2N, D], zero: receives the gradient with respect to the rows; null if none is wanted.</param>
    /// <returns>A new scalar.</returns>
    Tensor Run(Tensor rows, Tensor? gradient);
}

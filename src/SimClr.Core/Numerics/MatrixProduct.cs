using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>Products of matrices of some hundred to some thousand rows. Results belong to the caller's dispose scope.</summary>
/// <remarks>
/// A 1x1 convolution through oneDNN is twice as fast on AMD's Zen 5, where MKL stays with 256-bit instructions, but for many numbers of
/// filters that are not whole blocks its results are wrong (300 filters of 6 channels, say), so it is not used.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>A B' for A [M, K] and B [N, K], a new tensor [M, N].</summary>
    public static Tensor TimesTransposed(Tensor left, Tensor right) => left.mm(right.t());

    /// <summary>Adds A B to a sum [M, N], for A [M, K] and B [K, N].</summary>
    public static void AddTimes(Tensor sum, Tensor left, Tensor right) => sum.addmm_(left, right);
}

using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>
/// The orthogonal matrix nearest to another, roughly: its singular vectors stay, its singular values all come near 1.
/// </summary>
/// <remarks>
/// Each iteration sends every singular value s to 3.4445 s - 4.775 s^3 + 2.0315 s^5, coefficients by Jordan et al. (Muon, 2024), which
/// lift small values fastest and end between 0.7 and 1.2. An odd polynomial of X is a polynomial of X X' times X, so all iterations are
/// done on the small square matrix X X'; X itself is multiplied twice, however many there are.
/// </remarks>
internal static class Orthogonalization
{
    private const double Linear = 3.4445;
    private const double Cubic = -4.775;
    private const double Quintic = 2.0315;

    /// <summary>Keeps a matrix of zeros from being divided by zero.</summary>
    private const double LeastNorm = 1e-30;

    /// <summary>Makes a matrix nearly orthogonal: a new tensor, in the caller's dispose scope. Its length does not matter.</summary>
    /// <param name="matrix">[N, K]; borrowed.</param>
    /// <param name="iterations">At least 1.</param>
    public static Tensor Approximate(Tensor matrix, int iterations)
    {
        bool isTall = matrix.shape[0] > matrix.shape[1];
        // By the Frobenius norm no singular value is above 1.
        Tensor x = (isTall ? matrix.t() : matrix) / matrix.norm().clamp_(min: Scalars.Of(LeastNorm)); // [m, n], m <= n
        Tensor gram = x.mm(x.t()); // [m, m]
        Tensor factor = Step(gram);
        Tensor all = factor;
        for (int iteration = 1; iteration < iterations; iteration++)
        {
            gram = factor.mm(gram).mm(factor);
            factor = Step(gram);
            all = factor.mm(all);
        }

        Tensor result = all.mm(x);
        return isTall ? result.t() : result;
    }

    /// <summary>What an iteration multiplies X by.</summary>
    private static Tensor Step(Tensor gram)
    {
        Tensor factor = gram.mm(gram).mul_(Scalars.Of(Quintic)).add_(gram, Scalars.Of(Cubic));
        factor.diagonal().add_(Scalars.Of(Linear), Scalars.One);
        return factor;
    }
}

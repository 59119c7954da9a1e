using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>How far a result may be off by rounding alone, on any processor: the bounds of all tests of arithmetic.</summary>
/// <remarks>
/// <para>
/// A number that is rounded to t binary digits is off by at most u = 2^-t of itself, the unit roundoff: 2^-8 in bf16, 2^-24 in single,
/// 2^-53 in double precision. Processors differ in the order of a sum's terms, in its partial sums and in fused operations, never in u.
/// So a bound names u, the number n of roundings on the way from an input to the result, and the scale that it is relative to.
/// </para>
/// <para>
/// <see cref="Worst"/> is Higham's gamma (<i>Accuracy and Stability of Numerical Algorithms</i>, 2nd edition, lemma 3.1): n roundings make
/// a factor between 1 - γ and 1 + γ, γ = n u / (1 - n u). It holds for every order of a sum (section 4.2), relative to the sum of the
/// terms' magnitudes, and for whatever is made of sums and products, relative to the same computation on magnitudes (section 3.5).
/// </para>
/// <para>
/// All roundings never point the same way. Taken as independent and uniform in ±u, each has a standard deviation of u / √3, and n of them
/// √n u / √3 (Higham and Mary 2019, <i>A new approach to probabilistic rounding error analysis</i>, SIAM J. Sci. Comput. 41(5)).
/// <see cref="Likely"/> is 3 √n u, more than five of these standard deviations; up to nine roundings it is no less than the worst case. The
/// scale may then be the root of the sum of the terms' squares, where the terms have random signs: a partial sum of such terms is, in the
/// mean of squares, no larger. <see cref="RootMeanSquare"/> is one standard deviation, for norms over many values.
/// </para>
/// <para>
/// In bf16 a sum of some hundred terms has no worst case below 1. No processor adds in bf16: products are summed in registers of single
/// precision, and rounded to bf16 when they are stored. A path may store a partial sum after each position of a kernel, each image, and
/// each block of <see cref="Block"/> channels, the smallest that a register of products holds; a faster one stores the result only.
/// </para>
/// </remarks>
internal static class RoundingBounds
{
    /// <summary>Terms of a sum that are added in single precision before a path may round it to bf16.</summary>
    public const int Block = 16;

    /// <summary>u: the largest error of one rounding, relative to the value.</summary>
    public static double UnitRoundoff(ScalarType type) => Math.Pow(2, -Digits(type));

    /// <summary>γ: the largest relative error of n roundings.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n u is 1 or more: there is no bound.</exception>
    public static double Worst(long roundings, ScalarType type)
    {
        double sum = roundings * UnitRoundoff(type);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sum, 1, nameof(roundings));
        return sum / (1 - sum);
    }

    /// <summary>3 √n u: what n independent roundings do not exceed.</summary>
    public static double Likely(double roundings, ScalarType type) => 3 * Math.Sqrt(roundings) * UnitRoundoff(type);

    /// <summary>√(n / 3) u: the root mean square of n independent roundings.</summary>
    public static double RootMeanSquare(double roundings, ScalarType type) => Math.Sqrt(roundings / 3) * UnitRoundoff(type);

    /// <summary>
    /// <see cref="Likely"/> of a sum of products of random sign, relative to the root of the sum of their squares: one rounding a term in
    /// the type in which they are added, and one a partial sum where the type is narrower.
    /// </summary>
    /// <param name="terms">Products in the sum.</param>
    /// <param name="partialSums">At most so many times a path may store the sum; of no account where it is added in its own type.</param>
    /// <param name="type">In which the operands and the result are stored.</param>
    public static double LikelySum(long terms, long partialSums, ScalarType type) => type == ScalarType.BFloat16
        ? Likely(partialSums + 1, type) + Likely(terms, ScalarType.Float32)
        : Likely(terms + 1, type);

    private static int Digits(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => 8,
        ScalarType.Float32 => 24,
        ScalarType.Float64 => 53,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a floating point type of the tests."),
    };
}

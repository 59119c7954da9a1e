using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps;

/// <summary>exp from additions and multiplications alone, so with the same bits on every processor and system.</summary>
internal static class Exponential
{
    private const double Least = -700;
    private const double Log2OfE = 1.4426950408889634;
    // ln 2 in two parts; multiples of the first are exact.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;
    // Adding it rounds a small number to an integer, which then stands in the lowest bits.
    private const double Rounding = 6755399441055744;

    /// <summary>exp(x) for x in [-700, 0] with a relative error below 1e-14; lower ones count as -700.</summary>
    public static Vector256<double> OfNegative(Vector256<double> x)
    {
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Least)), Vector256.Create(Least), x);
        Vector256<double> shifted = x * Log2OfE + Vector256.Create(Rounding);
        Vector256<double> power = shifted - Vector256.Create(Rounding);
        // x = power ln 2 + rest, the rest in [-0.35, 0.35]: its series to the 12th power.
        Vector256<double> rest = x - power * Ln2High - power * Ln2Low;
        Vector256<double> sum = Vector256.Create(1.0 / 479001600);
        sum = sum * rest + Vector256.Create(1.0 / 39916800);
        sum = sum * rest + Vector256.Create(1.0 / 3628800);
        sum = sum * rest + Vector256.Create(1.0 / 362880);
        sum = sum * rest + Vector256.Create(1.0 / 40320);
        sum = sum * rest + Vector256.Create(1.0 / 5040);
        sum = sum * rest + Vector256.Create(1.0 / 720);
        sum = sum * rest + Vector256.Create(1.0 / 120);
        sum = sum * rest + Vector256.Create(1.0 / 24);
        sum = sum * rest + Vector256.Create(1.0 / 6);
        sum = sum * rest + Vector256.Create(0.5);
        sum = sum * rest + Vector256<double>.One;
        sum = sum * rest + Vector256<double>.One;
        Vector256<long> exponent = shifted.AsInt64() - Vector256.Create(Rounding).AsInt64() + Vector256.Create(1023L);
        return sum * Vector256.ShiftLeft(exponent, 52).AsDouble();
    }

    /// <inheritdoc cref="OfNegative(Vector256{double})"/>
    public static double OfNegative(double x) => OfNegative(Vector256.Create(x))[0];
}

using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>The cubic B-spline, which spreads a point over four nodes of a grid a side, and interpolates between them.</summary>
internal static class CubicSpline
{
    /// <summary>Weights of the four nodes around a point, whose sum is 1.</summary>
    /// <param name="t">How far the point is beyond the second of them, in [0, 1).</param>
    public static Vector128<float> Weights(float t)
    {
        float s = 1 - t;
        (float t2, float s2) = (t * t, s * s);
        return Vector128.Create(s2 * s, (3 * t - 6) * t2 + 4, (3 * s - 6) * s2 + 4, t2 * t) * (1f / 6);
    }

    /// <summary>What interpolation does to frequency k of n: a spectrum divided by it is that of the spline's own coefficients.</summary>
    public static double Attenuation(int k, int n) => (2 + RootsOfUnity.At(k, n).Cosine) / 3;
}

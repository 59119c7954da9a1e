using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps;

/// <summary>How strongly points of a map draw a place toward them.</summary>
internal static class Attraction
{
    /// <summary>Points that are taken at once; indices and affinities come in multiples of it.</summary>
    public const int AtOnce = 8;

    /// <summary>The sum of affinity times d / (1 + d^2), d from the point to the place.</summary>
    /// <param name="placeX">First coordinate of the place.</param>
    /// <param name="placeY">Its second coordinate.</param>
    /// <param name="indices">The points; a multiple of <see cref="AtOnce"/>.</param>
    /// <param name="affinities">One a point.</param>
    /// <param name="x">First coordinates of all points.</param>
    /// <param name="y">Their second coordinates.</param>
    public static (float X, float Y) At(
        float placeX, float placeY, ReadOnlySpan<int> indices, ReadOnlySpan<float> affinities, float[] x, float[] y)
    {
        (Vector256<float> ownX, Vector256<float> ownY) = (Vector256.Create(placeX), Vector256.Create(placeY));
        (Vector256<float> sumX, Vector256<float> sumY) = (default, default);
        while (indices.Length >= AtOnce)
        {
            Vector256<float> awayX = ownX - Vector256.Create(
                x[indices[0]], x[indices[1]], x[indices[2]], x[indices[3]], x[indices[4]], x[indices[5]], x[indices[6]], x[indices[7]]);
            Vector256<float> awayY = ownY - Vector256.Create(
                y[indices[0]], y[indices[1]], y[indices[2]], y[indices[3]], y[indices[4]], y[indices[5]], y[indices[6]], y[indices[7]]);
            Vector256<float> pull = Vector256.Create(affinities) / (Vector256<float>.One + awayX * awayX + awayY * awayY);
            sumX += pull * awayX;
            sumY += pull * awayY;
            indices = indices[AtOnce..];
            affinities = affinities[AtOnce..];
        }

        return (Lanes.Sum(sumX), Lanes.Sum(sumY));
    }
}

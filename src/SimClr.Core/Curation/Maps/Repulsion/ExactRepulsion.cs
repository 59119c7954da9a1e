using System.Runtime.Intrinsics;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>Every point with every other: for few points quicker than a grid, and right however far apart they are.</summary>
internal sealed class ExactRepulsion : IRepulsion
{
    /// <summary>Up to so many points it is about as quick as a grid.</summary>
    public const int MostPoints = 2048;

    private const int PointsOfUnit = 64;
    private const int Width = 8;

    private float[] _x = [];
    private float[] _y = [];

    /// <inheritdoc/>
    public double Normalization { get; private set; }

    /// <summary>The way that suits a number of points.</summary>
    public static IRepulsion For(int points) => points <= MostPoints ? new ExactRepulsion() : new RepulsionField();

    /// <inheritdoc/>
    public void Update(float[] x, float[] y, float room)
    {
        (_x, _y) = (x, y);
        double[] sums = new double[x.Length];
        WorkUnits.Run((x.Length + PointsOfUnit - 1) / PointsOfUnit, unit =>
        {
            for (int point = unit * PointsOfUnit; point < Math.Min(x.Length, (unit + 1) * PointsOfUnit); point++)
                sums[point] = Sum(point);
        });
        Normalization = Math.Max(sums.Sum(), double.Epsilon);
    }

    /// <inheritdoc/>
    public (float X, float Y) Force(float x, float y)
    {
        (Vector256<float> ownX, Vector256<float> ownY) = (Vector256.Create(x), Vector256.Create(y));
        (Vector256<float> sumX, Vector256<float> sumY) = (default, default);
        int i = 0;
        for (; i + Width <= _x.Length; i += Width)
        {
            Vector256<float> awayX = ownX - Vector256.Create(_x.AsSpan(i, Width));
            Vector256<float> awayY = ownY - Vector256.Create(_y.AsSpan(i, Width));
            Vector256<float> kernel = Vector256<float>.One / (Vector256<float>.One + awayX * awayX + awayY * awayY);
            kernel *= kernel;
            sumX += kernel * awayX;
            sumY += kernel * awayY;
        }

        (float forceX, float forceY) = (Lanes.Sum(sumX), Lanes.Sum(sumY));
        for (; i < _x.Length; i++)
        {
            (float awayX, float awayY) = (x - _x[i], y - _y[i]);
            float kernel = 1 / (1 + awayX * awayX + awayY * awayY);
            forceX += kernel * kernel * awayX;
            forceY += kernel * kernel * awayY;
        }

        return (forceX, forceY);
    }

    // Itself left out, not subtracted: beside its 1, points far away would vanish.
    private double Sum(int point)
    {
        (Vector256<float> ownX, Vector256<float> ownY) = (Vector256.Create(_x[point]), Vector256.Create(_y[point]));
        Vector256<float> sum = default;
        int i = 0;
        for (; i + Width <= _x.Length; i += Width)
        {
            Vector256<float> awayX = ownX - Vector256.Create(_x.AsSpan(i, Width));
            Vector256<float> awayY = ownY - Vector256.Create(_y.AsSpan(i, Width));
            Vector256<float> kernel = Vector256<float>.One / (Vector256<float>.One + awayX * awayX + awayY * awayY);
            Vector256<int> isOther = ~Vector256.Equals(Vector256.CreateSequence(i, 1), Vector256.Create(point));
            sum += kernel & isOther.AsSingle();
        }

        double total = Lanes.Sum(sum);
        for (; i < _x.Length; i++)
        {
            (float awayX, float awayY) = (_x[point] - _x[i], _y[point] - _y[i]);
            total += i == point ? 0 : 1 / (1 + awayX * awayX + awayY * awayY);
        }

        return total;
    }
}

using SimClr.Core.Curation.Maps.Repulsion;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Curation.Maps.Repulsion;

public sealed class RepulsionFieldTests
{
    [Theory]
    [InlineData(2, 1e-4)]
    [InlineData(300, 1e-4)]
    [InlineData(300, 0.5)]
    [InlineData(300, 5)]
    [InlineData(1000, 30)]
    [InlineData(1000, 120)]
    [InlineData(300, 240)]
    public void Force_OfPoints_AgreesWithTheirSum(int count, double extent)
    {
        (float[] x, float[] y) = Points(count, extent);
        RepulsionField field = new();
        field.Update(x, y, room: 0);

        double[] errors = new double[count];
        (double size, double normalization) = (0, 0);
        for (int i = 0; i < count; i++)
        {
            (double forceX, double forceY, double sum) = Naive(x, y, i);
            (float foundX, float foundY) = field.Force(x[i], y[i]);
            errors[i] = Math.Sqrt(Square(foundX - forceX) + Square(foundY - forceY));
            size += Math.Sqrt(Square(forceX) + Square(forceY)) / count;
            normalization += sum;
        }

        // Cubic splines: h^4 / 384 times the fourth derivative, some 80 at most, with h = 1/3: 0.003 for a neighbor in the worst place,
        // whose force is up to 0.32; less on average over many points and places.
        errors.Average().Should().BeLessThan(0.01 * size);
        // A point's force on itself is left out, but for the same error: up to 0.004 a point.
        field.Normalization.Should().BeApproximately(normalization, 0.01 * normalization + 0.004 * count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1e4)]
    [InlineData(77, 20)]
    public void ExactForce_OfPoints_IsTheirSum(int count, double extent)
    {
        (float[] x, float[] y) = Points(count, extent);
        ExactRepulsion repulsion = new();
        repulsion.Update(x, y, room: 0);
        double normalization = 0;
        for (int i = 0; i < count; i++)
        {
            (double forceX, double forceY, double sum) = Naive(x, y, i);
            (float foundX, float foundY) = repulsion.Force(x[i], y[i]);
            // Some tens of roundings of terms up to 0.32 times their number.
            ((double)foundX).Should().BeApproximately(forceX, 1e-6 * Math.Min(count, sum + 1e-9));
            ((double)foundY).Should().BeApproximately(forceY, 1e-6 * Math.Min(count, sum + 1e-9));
            normalization += sum;
        }

        repulsion.Normalization.Should().BeApproximately(normalization, 1e-5 * normalization + double.Epsilon);
    }

    [Fact]
    public void Update_ForAnyNumberOfThreads_GivesTheSameBits()
    {
        (float[] x, float[] y) = Points(2000, 60);
        (double, float, float)[] fields = [.. new[] { 1, 2, 4 }.Select(threads => MapSets.WithThreads(threads, () =>
        {
            RepulsionField field = new();
            field.Update(x, y, room: 0);
            (float forceX, float forceY) = field.Force(3.3f, -7.1f);
            return (field.Normalization, forceX, forceY);
        }))];
        fields.Should().AllBeEquivalentTo(fields[0]);
    }

    [Fact]
    public void Force_BeyondTheGrid_IsFinite()
    {
        RepulsionField field = new();
        field.Update([0, 1, 2], [0, 1, 0], room: 0.25f);
        (float x, float y) = field.Force(1e20f, -1e20f);
        float.IsFinite(x + y).Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-4)]
    [InlineData(3)]
    [InlineData(24.1)]
    [InlineData(500)]
    [InlineData(1e6)]
    public void For_AnyExtent_HasRoom(float extent)
    {
        GridShape shape = GridShape.For(extent);
        shape.Room.Should().BeGreaterThanOrEqualTo(extent);
        (shape.Nodes % 16).Should().Be(0);
    }

    private static (float[] X, float[] Y) Points(int count, double extent)
    {
        double[] numbers = new GoldenNumbers(count + 1).Next(2 * count);
        return ([.. numbers.Take(count).Select(value => (float)(extent * value))], [.. numbers.Skip(count).Select(value => (float)(extent * value))]);
    }

    private static (double X, double Y, double Sum) Naive(float[] x, float[] y, int point)
    {
        (double forceX, double forceY, double sum) = (0, 0, 0);
        for (int other = 0; other < x.Length; other++)
        {
            (double awayX, double awayY) = ((double)x[point] - x[other], (double)y[point] - y[other]);
            double kernel = 1 / (1 + awayX * awayX + awayY * awayY);
            sum += other == point ? 0 : kernel;
            forceX += kernel * kernel * awayX;
            forceY += kernel * kernel * awayY;
        }

        return (forceX, forceY, sum);
    }

    private static double Square(double value) => value * value;
}

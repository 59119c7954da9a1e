using System.Numerics;
using SimClr.Core.Curation;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Curation.Maps;

public sealed class PrincipalPlaneTests
{
    [Theory]
    [InlineData(301, 20)]
    [InlineData(1500, 9)]
    [InlineData(50, 3)]
    [InlineData(6, 64)]
    public void Project_Vectors_AreTheFirstTwoPrincipalComponents(int count, int dimension)
    {
        // One direction twice as wide as the next one, and those after it narrower still.
        double[] numbers = new Golden.GoldenNumbers(count).Next(count * dimension);
        float[] values = [.. numbers.Select((value, at) => (float)(value * (at % dimension < 3 ? 1.0 / (1 << at % dimension) : 0.02) + (at % dimension == 1 ? 2 : 0)))];
        UnitVectors vectors = UnitVectors.Of(new EmbeddingSet(values, dimension));

        Vector2[] points = PrincipalPlane.Project(vectors, seed: 1);

        using var scope = NewDisposeScope();
        var rows = tensor(vectors.Values.ToArray()).view(count, dimension).to(ScalarType.Float64);
        var (_, _, components) = linalg.svd(rows - rows.mean([0], keepdim: true), fullMatrices: false);
        var projection = (rows - rows.mean([0], keepdim: true)).mm(components.narrow(0, 0, 2).t());
        for (int axis = 0; axis < 2; axis++)
        {
            double[] expected = [.. projection.select(1, axis).data<double>()];
            double[] found = [.. points.Select(point => (double)(axis == 0 ? point.X : point.Y))];
            int greatest = Array.IndexOf(expected, expected.MaxBy(Math.Abs));
            int sign = Math.Sign(expected[greatest]) * Math.Sign(found[greatest]);
            double size = Math.Abs(expected[greatest]);
            for (int i = 0; i < count; i++)
                (sign * found[i]).Should().BeApproximately(expected[i], 1e-3 * size);
        }
    }

    [Fact]
    public void Project_NothingToProject_IsZero()
    {
        PrincipalPlane.Project(UnitVectors.Of(new EmbeddingSet([.. Enumerable.Repeat(0.5f, 30)], 3)), seed: 0)
            .Should().OnlyContain(point => point.Length() < 1e-6f);
        PrincipalPlane.Project(UnitVectors.Of(new EmbeddingSet(new float[12], 4)), seed: 0).Should().OnlyContain(point => point == Vector2.Zero);
        PrincipalPlane.Project(UnitVectors.Of(new EmbeddingSet([1, -1, 2], 1)), seed: 0).Should().OnlyContain(point => point.Y == 0);
    }
}

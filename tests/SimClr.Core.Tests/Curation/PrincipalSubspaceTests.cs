using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Evaluation;

namespace SimClr.Core.Tests.Curation;

public sealed class PrincipalSubspaceTests
{
    // Float sums of some hundred products of numbers below 1.
    private const double Rounding = 1e-4;

    [Theory]
    [InlineData(7)]
    [InlineData(48)]
    public void Of_ShortVectors_OnlyTakesTheMeanAway(int dimension)
    {
        UnitVectors vectors = Vectors(Features.Random(60, dimension, seed: 1).Values.ToArray(), dimension);

        UnitVectors reduced = PrincipalSubspace.Of(vectors, 0, CancellationToken.None);

        RequireCosinesOf(reduced, Centered(vectors));
    }

    [Fact]
    public void Of_VectorsOfFewDirections_KeepsTheirCosines()
    {
        const int dimension = 100, rank = 10;
        RandomStream random = new(3);
        double[] directions = [.. Enumerable.Range(0, rank * dimension).Select(_ => random.NextGaussian())];
        float[] values = new float[80 * dimension];
        for (int row = 0; row < 80; row++)
        {
            double[] weights = [.. Enumerable.Range(0, rank).Select(_ => random.NextGaussian())];
            for (int i = 0; i < dimension; i++)
                values[row * dimension + i] = (float)(weights.Select((weight, r) => weight * directions[r * dimension + i]).Sum());
        }

        UnitVectors vectors = Vectors(values, dimension);

        UnitVectors reduced = PrincipalSubspace.Of(vectors, 0, CancellationToken.None);

        reduced.Dimension.Should().Be(48);
        RequireCosinesOf(reduced, Centered(vectors));
    }

    [Fact]
    public void Of_GroupsHiddenByNoise_BringsTheirMembersTogether()
    {
        const int dimension = 300;
        RandomStream random = new(5);
        double[] centers = [.. Enumerable.Range(0, 4 * dimension).Select(_ => random.NextGaussian())];
        float[] values = [.. Enumerable.Range(0, 200 * dimension).Select(at => (float)(5 + centers[at / dimension % 4 * dimension + at % dimension] + 3 * random.NextGaussian()))];
        UnitVectors vectors = Vectors(values, dimension);

        UnitVectors reduced = PrincipalSubspace.Of(vectors, 0, CancellationToken.None);

        (Within(reduced) - Between(reduced)).Should().BeGreaterThan(2 * (Within(vectors) - Between(vectors)));

        static double Within(UnitVectors set) => Mean(set, (i, j) => i % 4 == j % 4);
        static double Between(UnitVectors set) => Mean(set, (i, j) => i % 4 != j % 4);
        static double Mean(UnitVectors set, Func<int, int, bool> counts)
            => (from i in Enumerable.Range(0, 40) from j in Enumerable.Range(0, i) where counts(i, j) select Cosine(set.Row(i), set.Row(j))).Average();
    }

    private static UnitVectors Vectors(float[] values, int dimension) => UnitVectors.Of(new EmbeddingSet(values, dimension));

    private static double[][] Centered(UnitVectors vectors)
    {
        double[] mean = [.. Enumerable.Range(0, vectors.Dimension).Select(i => Enumerable.Range(0, vectors.Count).Average(row => (double)vectors.Row(row)[i]))];
        return [.. Enumerable.Range(0, vectors.Count).Select(row => vectors.Row(row).ToArray().Select((value, i) => value - mean[i]).ToArray())];
    }

    private static void RequireCosinesOf(UnitVectors reduced, double[][] expected)
    {
        for (int i = 0; i < expected.Length; i += 7)
        {
            for (int j = 0; j < i; j += 3)
            {
                double cosine = expected[i].Zip(expected[j], (a, b) => a * b).Sum() / Math.Sqrt(expected[i].Sum(a => a * a) * expected[j].Sum(b => b * b));
                Cosine(reduced.Row(i), reduced.Row(j)).Should().BeApproximately(cosine, Rounding);
            }
        }
    }

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Features.Cosine(left, right);
}

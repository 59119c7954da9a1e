using System.Runtime.Intrinsics;
using SimClr.Core.Curation;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Evaluation;

namespace SimClr.Core.Tests.Curation.Maps;

/// <summary>The parts of a map that are arithmetic alone, each against its definition in double.</summary>
public sealed class MapArithmeticTests
{
    [Fact]
    public void OfNegative_AnyNumber_IsTheExponential()
    {
        for (double x = 0; x >= -700; x -= 0.37)
            (Exponential.OfNegative(x) / Math.Exp(x)).Should().BeApproximately(1, 1e-14);
        Exponential.OfNegative(0).Should().Be(1);
        Exponential.OfNegative(-1e300).Should().Be(Exponential.OfNegative(-700));
    }

    [Theory]
    [InlineData(90, 30)]
    [InlineData(9, 2)]
    [InlineData(50, 49)]
    [InlineData(7, 1.5)]
    public void Calibrate_Distances_GivesThePerplexity(int count, double perplexity)
    {
        float[] distances = [.. new Golden.GoldenNumbers(count).Next(count).Select(value => (float)(value + 0.7)).Order()];
        double[] affinities = [.. Calibrated(distances, perplexity).Select(value => (double)value)];

        affinities.Sum().Should().BeApproximately(1, 1e-6);
        affinities.Should().BeInDescendingOrder();
        Math.Exp(-affinities.Where(p => p > 0).Sum(p => p * Math.Log(p))).Should().BeApproximately(perplexity, 1e-4 * perplexity);
        // Gaussian: the logarithms fall as the distances rise.
        double precision = Math.Log(affinities[0] / affinities[1]) / (distances[1] - (double)distances[0]);
        for (int i = 2; i < count && affinities[i] > 1e-30; i++)
            Math.Log(affinities[0] / affinities[i]).Should().BeApproximately(precision * (distances[i] - distances[0]), 1e-3 * (1 + precision));
    }

    [Fact]
    public void Calibrate_EqualOrFewDistances_SharesAlike()
    {
        Calibrated([1, 1, 1, 1], 2).Should().Equal(0.25f, 0.25f, 0.25f, 0.25f);
        Calibrated([0, 1], 2).Should().Equal(0.5f, 0.5f);
        Calibrated([0], 2).Should().Equal(1);
        // Three nearest share all, although a perplexity of 2 would take fewer.
        Calibrated([0, 0, 0, 1], 2).Should().Equal(1 / 3f, 1 / 3f, 1 / 3f, 0);
    }

    [Fact]
    public void AffinityGraph_OfNeighbors_IsTheMeanOfBothDirections()
    {
        EmbeddingSet set = MapSets.Groups(40, 5, 3, seed: 3, width: 0.8);
        UnitVectors vectors = UnitVectors.Of(set);
        ExactNeighbors neighbors = Neighbors(vectors, 7);
        double[,] directed = new double[40, 40];
        for (int row = 0; row < 40; row++)
        {
            float[] affinities = Calibrated(neighbors.SquaredDistances(row).ToArray(), 3);
            for (int i = 0; i < 7; i++)
                directed[row, neighbors.Indices(row)[i]] = affinities[i];
        }

        AffinityGraph graph = AffinityGraph.Of(neighbors, 3);

        for (int row = 0; row < 40; row++)
        {
            (graph.Indices(row).Length % Attraction.AtOnce).Should().Be(0);
            double[] found = new double[40];
            for (int i = 0; i < graph.Indices(row).Length; i++)
                found[graph.Indices(row)[i]] += graph.Affinities(row)[i];
            for (int other = 0; other < 40; other++)
                found[other].Should().BeApproximately((directed[row, other] + directed[other, row]) / 2, 1e-7);
        }
    }

    [Fact]
    public void ExactNeighbors_OfCandidatesInAnyOrder_AreTheNearest()
    {
        EmbeddingSet set = MapSets.Groups(50, 33, 4, seed: 5, width: 0.8);
        UnitVectors vectors = UnitVectors.Of(set);
        ExactNeighbors neighbors = Neighbors(vectors, 10);
        for (int row = 0; row < 50; row++)
        {
            double[] distances = [.. Enumerable.Range(0, 50).Select(i => i == row ? 9 : 2 - 2 * Features.Cosine(set.Row(row), set.Row(i)))];
            double[] nearest = [.. distances.Order().Take(10)];
            for (int i = 0; i < 10; i++)
            {
                // 33 squares of numbers up to 2, in float.
                ((double)neighbors.SquaredDistances(row)[i]).Should().BeApproximately(nearest[i], 1e-5);
                distances[neighbors.Indices(row)[i]].Should().BeApproximately(nearest[i], 1e-5);
            }
        }
    }

    [Fact]
    public void SquaredDistance_EqualOrZeroVectors_IsExact()
    {
        UnitVectors vectors = UnitVectors.Of(new EmbeddingSet([1e-38f, 3e-38f, 1e-38f, 3e-38f, 0, 0, 0, 0, 3e38f, -1e38f], 2));
        UnitVectors.SquaredDistance(vectors, 0, vectors, 1).Should().Be(0);
        UnitVectors.SquaredDistance(vectors, 2, vectors, 3).Should().Be(2, "a vector of zeros is similar to none");
        UnitVectors.SquaredDistance(vectors, 2, vectors, 0).Should().Be(2);
        UnitVectors.SquaredDistance(vectors, 0, vectors, 4).Should().BeApproximately(2, 1e-6f);
    }

    [Fact]
    public void Vectors_OfASymmetricMatrix_AreItsEigenvectors()
    {
        double[] numbers = new Golden.GoldenNumbers(7).Next(36);
        double[,] matrix = new double[6, 6];
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 6; j++)
                matrix[i, j] = numbers[i * 6 + j] + numbers[j * 6 + i];
        double[,] diagonal = (double[,])matrix.Clone();

        double[,] vectors = SymmetricEigen.Vectors(diagonal);

        double[] values = [.. Enumerable.Range(0, 6).Select(i => diagonal[i, i]).OrderDescending()];
        for (int column = 0; column < 6; column++)
        {
            for (int i = 0; i < 6; i++)
            {
                double product = Enumerable.Range(0, 6).Sum(j => matrix[i, j] * vectors[j, column]);
                product.Should().BeApproximately(values[column] * vectors[i, column], 1e-12);
            }
        }
    }

    internal static ExactNeighbors Neighbors(UnitVectors vectors, int count)
        => ExactNeighbors.Of(
            vectors,
            vectors,
            new Core.Evaluation.NeighborSearch(vectors.ToFeatureSet()).FindWithinBank(Math.Min(vectors.Count - 1, count + ExactNeighbors.Spare)),
            count);

    private static float[] Calibrated(float[] distances, double perplexity)
    {
        float[] affinities = new float[distances.Length];
        Affinities.Calibrate(distances, perplexity, affinities, new Vector256<double>[distances.Length]);
        return affinities;
    }
}

using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Embeddings;

public sealed class EmbeddingSearchTests
{
    private const int Dimension = 7;

    [Theory]
    [InlineData(50, 10)]
    [InlineData(5000, 24)]
    [InlineData(3, 24)]
    public void Find_Vector_IsWhatSortingAllGives(int count, int wanted)
    {
        // Far from periodic, and the same each time.
        float[] values = [.. Enumerable.Range(1, count * Dimension).Select(i => (float)Math.Sin(i * 12.9898) * 3)];
        using EmbeddingSet set = new(values, Dimension);
        float[] query = [1, -2, 3, 0, 0.5f, 2, -1];

        IReadOnlyList<EmbeddingMatch> found = new EmbeddingSearch(set).Find(query, wanted);

        (int Index, double Similarity)[] expected = [.. Enumerable.Range(0, count).Select(i => (i, Cosine(query, set.Row(i)))).OrderByDescending(pair => pair.Item2).Take(wanted)];
        found.Select(match => match.Index).Should().Equal(expected.Select(pair => pair.Index));
        // Seven products and two norms in float32: well below 1e-5.
        found.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First.Similarity - pair.Second.Similarity) < 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(5000)]
    public void Find_Vector_GivesThoseOfTheNaiveLoop(int count)
    {
        // More than two blocks.
        using EmbeddingSet set = Set(4500);
        float[] query = [.. Values(Dimension, seed: 2).Select(value => 3 * value)];

        IReadOnlyList<EmbeddingMatch> found = new EmbeddingSearch(set).Find(query, count);

        double[] expected = [.. Enumerable.Range(0, set.Count).Select(index => Cosine(query, set.Row(index)))];
        found.Should().HaveCount(Math.Min(count, set.Count));
        found.Select(match => match.Index).Should().OnlyHaveUniqueItems();
        found.Should().OnlyContain(match => Math.Abs(match.Similarity - expected[match.Index]) < Dimension * 1e-6);
        found.Select(match => match.Similarity).Should().BeInDescendingOrder();
        double worst = found[^1].Similarity;
        expected.Where((_, index) => found.All(match => match.Index != index)).Where(other => other > worst + Dimension * 1e-6).Should().BeEmpty();
    }

    [Fact]
    public void FindNeighbors_Image_LeavesItselfOut()
    {
        using EmbeddingSet set = Set(50);

        IReadOnlyList<EmbeddingMatch> found = new EmbeddingSearch(set).FindNeighbors(20, 49);

        found.Select(match => match.Index).Should().BeEquivalentTo(Enumerable.Range(0, 50).Where(index => index != 20));
        found[0].Should().Be(new EmbeddingSearch(set).Find(set.Row(20).ToArray(), 2)[1]);
    }

    [Fact]
    public void Find_EqualVectors_AreInTheOrderOfTheirIndices()
    {
        using EmbeddingSet set = new([0, 2, 1, 0, 0, 4, 0, 0, 0, 1], 2);

        new EmbeddingSearch(set).Find(new float[] { 0, 1 }, 4)
            .Should().Equal(new EmbeddingMatch(0, 1), new EmbeddingMatch(2, 1), new EmbeddingMatch(4, 1), new EmbeddingMatch(1, 0));
    }

    [Fact]
    public void Find_VectorOfZeros_IsAsNearToAll()
    {
        using EmbeddingSet set = new([0, 0, 1, 0, 0, 1], 2);
        EmbeddingSearch search = new(set);

        search.Find(new float[2], 3).Should().Equal(new EmbeddingMatch(0, 0), new EmbeddingMatch(1, 0), new EmbeddingMatch(2, 0));
        search.Find(new float[] { 2, 0 }, 3).Should().Equal(new EmbeddingMatch(1, 1), new EmbeddingMatch(0, 0), new EmbeddingMatch(2, 0));
    }

    [Fact]
    public void Find_ZeroOrHugeVectors_GivesFiniteSimilarities()
    {
        using EmbeddingSet set = new([0, 0, 1e19f, 1e18f, 1e-18f, 0], 2);

        new EmbeddingSearch(set).Find(new float[] { 1e18f, 0 }, 3).Should().OnlyContain(match => float.IsFinite(match.Similarity));
        new EmbeddingSearch(set).Find(new float[2], 3).Should().OnlyContain(match => match.Similarity == 0);
    }

    [Fact]
    public void Find_ArgumentsThatDoNotFit_AreRefused()
    {
        using EmbeddingSet set = Set(3);
        EmbeddingSearch search = new(set);

        search.Invoking(it => it.Find(new float[3], 1)).Should().Throw<ArgumentException>().WithMessage("*7 values*found 3*");
        search.Invoking(it => it.Find(new float[Dimension], 0)).Should().Throw<ArgumentOutOfRangeException>();
        search.Invoking(it => it.FindNeighbors(3, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static EmbeddingSet Set(int count) => new(Values(count * Dimension, seed: 1), Dimension);

    private static float[] Values(int count, long seed)
    {
        RandomStream random = new(seed, 0, 0, 0);
        float[] values = new float[count];
        for (int index = 0; index < count; index++)
            values[index] = random.NextSingle() - 0.5f;
        return values;
    }

    private static double Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double product = 0, ones = 0, others = 0;
        for (int index = 0; index < one.Length; index++)
        {
            product += (double)one[index] * other[index];
            ones += (double)one[index] * one[index];
            others += (double)other[index] * other[index];
        }

        return product / Math.Sqrt(ones * others);
    }
}

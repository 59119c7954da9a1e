using SimClr.Core.Embeddings;
using SimClr.Tool.Explore.Searching;

namespace SimClr.Tool.Tests.Explore.Searching;

public sealed class VectorSearchTests
{
    private const int Dimension = 7;

    [Theory]
    [InlineData(50, 10)]
    [InlineData(5000, 24)]
    [InlineData(3, 24)]
    public void NearestTo_Vector_IsWhatSortingAllGives(int count, int wanted)
    {
        float[] values = Values(count);
        using EmbeddingSet set = new(values, Dimension);
        float[] query = [1, -2, 3, 0, 0.5f, 2, -1];

        Match[] found = new VectorSearch(set).NearestTo(query, wanted);

        (int Index, double Similarity)[] expected = [.. Enumerable.Range(0, count).Select(i => (i, Cosine(query, values.AsSpan(i * Dimension, Dimension)))).OrderByDescending(pair => pair.Item2).Take(wanted)];
        found.Select(match => match.Index).Should().Equal(expected.Select(pair => pair.Index));
        // Seven products and two norms in float32: well below 1e-5.
        found.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First.Similarity - pair.Second.Similarity) < 1e-5);
    }

    [Fact]
    public void NearestTo_OneOfTheCollection_LeavesItOut()
    {
        using EmbeddingSet set = new(Values(20), Dimension);
        new VectorSearch(set).NearestTo(5, 100).Should().HaveCount(19).And.NotContain(match => match.Index == 5);
    }

    [Fact]
    public void NearestTo_VectorOfZeros_IsAsNearToAll()
    {
        using EmbeddingSet set = new([0, 0, 1, 0, 0, 1], 2);
        new VectorSearch(set).NearestTo(new float[2], 3).Should().Equal(new Match(0, 0), new Match(1, 0), new Match(2, 0));
        new VectorSearch(set).NearestTo(new float[] { 2, 0 }, 3).Should().Equal(new Match(1, 1), new Match(0, 0), new Match(2, 0));
    }

    // Far from periodic, and the same each time.
    private static float[] Values(int count) => [.. Enumerable.Range(1, count * Dimension).Select(i => (float)Math.Sin(i * 12.9898) * 3)];

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
            (dot, aa, bb) = (dot + (double)a[i] * b[i], aa + (double)a[i] * a[i], bb + (double)b[i] * b[i]);
        return dot / Math.Sqrt(aa * bb);
    }
}

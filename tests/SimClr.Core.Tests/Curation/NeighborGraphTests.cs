using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Evaluation;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Curation;

public sealed class NeighborGraphTests
{
    [Fact]
    public void Within_ASet_GivesTheMostSimilarOthers()
    {
        FeatureSet features = Features.Random(60, 12, seed: 1);

        Neighbors neighbors = NeighborGraph.Within(features.ToEmbeddingSet(), 3);

        for (int image = 0; image < 60; image++)
        {
            double[] all = [.. Enumerable.Range(0, 60).Select(i => i == image ? double.NegativeInfinity : Features.Cosine(features.Row(image), features.Row(i)))];
            neighbors.Indices(image).ToArray().Should().Equal(Enumerable.Range(0, 60).OrderByDescending(i => all[i]).Take(3));
        }
    }

    [Fact]
    public void Between_QueriesFromTheBank_FindsEachOfThem()
    {
        FeatureSet bank = Features.Random(50, 8, seed: 2);

        Neighbors neighbors = NeighborGraph.Between(bank.Subset(7, 3, 49).ToEmbeddingSet(), bank.ToEmbeddingSet(), 1);

        Enumerable.Range(0, 3).Select(query => neighbors.Indices(query)[0]).Should().Equal(7, 3, 49);
    }

    [Theory]
    [InlineData(2500, 48)]
    [InlineData(1201, 33)]
    public void Within_AnyNumberOfThreads_GivesTheSameBits(int count, int dimension)
    {
        EmbeddingSet images = Features.Random(count, dimension, seed: 3).ToEmbeddingSet();
        int before = get_num_threads();
        try
        {
            (int[] Indices, float[] Similarities)[] results = [.. new[] { 1, 2, 4 }.Select(threads =>
            {
                set_num_threads(threads);
                Neighbors found = NeighborGraph.Within(images, 7);
                IEnumerable<int> queries = Enumerable.Range(0, count);
                return (queries.SelectMany(i => found.Indices(i).ToArray()).ToArray(), queries.SelectMany(i => found.Similarities(i).ToArray()).ToArray());
            })];

            foreach ((int[] indices, float[] similarities) in results)
            {
                indices.Should().Equal(results[0].Indices);
                similarities.Should().Equal(results[0].Similarities);
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Within_Reports_EndWithAllPairs()
    {
        List<(long Done, long All)> reports = [];

        NeighborGraph.Within(Pictures.Alike(9), 2, progress: new Collector(reports));

        reports[^1].Should().Be((81, 81));
    }

    [Fact]
    public void Within_Canceled_Stops()
        => FluentActions.Invoking(() => NeighborGraph.Within(Pictures.Alike(9), 2, cancellationToken: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

    [Fact]
    public void Between_VectorsThatCannotBeCompared_IsRefused()
    {
        EmbeddingSet known = Pictures.Alike(3, "a"), other = Pictures.Alike(3, "b"), longer = new([1, 2, 3], 3);

        FluentActions.Invoking(() => NeighborGraph.Between(known, other, 1)).Should().Throw<ArgumentException>().WithMessage("*different models*'a' and 'b'*");
        FluentActions.Invoking(() => NeighborGraph.Between(known, longer, 1)).Should().Throw<ArgumentException>().WithMessage("*one dimension, found 2 and 3*");
    }

    private sealed class Collector(List<(long Done, long All)> reports) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => reports.Add(value);
    }
}

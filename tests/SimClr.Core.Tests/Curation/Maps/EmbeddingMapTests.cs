using System.Numerics;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Options;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Curation.Maps.Repulsion;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Tests.Curation.Maps;

public sealed class EmbeddingMapTests
{
    private static readonly EmbeddingMapOptions Short = new() { EarlySteps = 40, Steps = 60 };

    public static TheoryData<int> TsneCases => [.. Enumerable.Range(0, MapSets.Cases("tsne").Length)];

    [Theory]
    [MemberData(nameof(TsneCases))]
    public void Fit_VectorsOfScikitLearn_IsAsTrustworthy(int number)
    {
        JsonElement golden = MapSets.Cases("tsne")[number];
        EmbeddingSet set = MapSets.Groups(golden);

        EmbeddingMap map = EmbeddingMap.Fit(set);

        MapQuality.Measure(set, map.Points, golden.GetProperty("neighbors").GetInt32()).Trustworthiness
            .Should().BeGreaterThan(golden.GetProperty("trustworthiness").GetDouble() - 0.01);
    }

    [Fact]
    public void Fit_ForAnyNumberOfThreads_GivesTheSameBits()
    {
        // More equal vectors than neighbors, too: which of them are neighbors must not be left to chance.
        EmbeddingSet set = MapSets.Rows(
            MapSets.Groups(2000, 24, 7, seed: 71, width: 0.9), [.. Enumerable.Range(0, 2000), .. Enumerable.Repeat(500, 200)]);
        set.Count.Should().BeGreaterThan(ExactRepulsion.MostPoints, "the grid is to be tested");
        EmbeddingMapOptions few = new() { EarlySteps = 10, Steps = 15 };
        Vector2[][] maps = [.. new[] { 1, 2, 4 }.Select(threads => MapSets.WithThreads(threads, () => EmbeddingMap.Fit(set, few).Points.ToArray()))];
        maps[1].Should().Equal(maps[0]);
        maps[2].Should().Equal(maps[0]);
    }

    [Fact]
    public void Fit_KnownNeighbors_GivesTheSameMap()
    {
        EmbeddingSet set = MapSets.Groups(150, 8, 3, seed: 81, width: 0.9);
        Neighbors neighbors = new NeighborSearch(set.ToFeatureSet()).FindWithinBank(120);
        EmbeddingMap.Fit(set, Short, neighbors).Points.ToArray().Should().Equal(EmbeddingMap.Fit(set, Short).Points.ToArray());
    }

    [Fact]
    public void Fit_LongerVectors_GiveTheSameMap()
    {
        EmbeddingSet set = MapSets.Groups(80, 8, 3, seed: 91, width: 0.9);
        EmbeddingSet longer = new([.. Enumerable.Range(0, 80).SelectMany(i => set.Row(i).ToArray().Select(value => value * (1 << (i % 5))))], 8);
        EmbeddingMap.Fit(longer, Short).Points.ToArray().Should().Equal(EmbeddingMap.Fit(set, Short).Points.ToArray());
    }

    [Fact]
    public void Fit_SeparateGroups_StayTogether()
    {
        EmbeddingSet set = MapSets.Groups(240, 16, 8, seed: 101, width: 0.15);
        EmbeddingMap map = EmbeddingMap.Fit(set);
        for (int i = 0; i < map.Count; i++)
        {
            int nearest = Enumerable.Range(0, map.Count).Where(j => j != i).MinBy(j => Vector2.Distance(map.Points[i], map.Points[j]));
            (nearest % 8).Should().Be(i % 8);
        }
    }

    [Fact]
    public void Fit_EqualVectors_LieTogetherButNotOnOneSpot()
    {
        EmbeddingSet groups = MapSets.Groups(100, 8, 4, seed: 111, width: 0.9);
        EmbeddingSet set = MapSets.Rows(groups, [.. Enumerable.Range(0, 100), 7, 7, 7]);
        EmbeddingMap map = EmbeddingMap.Fit(set);
        float[] fromFirst = [.. Enumerable.Range(0, 103).Select(i => Vector2.Distance(map.Points[7], map.Points[i]))];
        float extent = fromFirst.Max();
        foreach (int copy in (int[])[100, 101, 102])
            fromFirst[copy].Should().BeInRange(float.Epsilon, extent / 5);
        float[] others = [.. fromFirst.Where((_, i) => i is < 100 and not 7).Order()];
        fromFirst[100..].Max().Should().BeLessThan(others[10]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_UpToThreeVectors_ShowsTheirDistances(int count)
    {
        EmbeddingSet set = MapSets.Groups(count, 5, count, seed: 121, width: 1);
        EmbeddingMap map = EmbeddingMap.Fit(set);
        map.Count.Should().Be(count);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                ((double)Vector2.DistanceSquared(map.Points[i], map.Points[j]))
                    .Should().BeApproximately(2 - 2 * Features(set, i, j), 1e-5);
    }

    [Fact]
    public void Fit_AnySmallSet_IsFiniteAndTheSameAgain()
        => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 9], Gen.Int[-2, 2].Array[360]).Sample(
            (count, dimension, values) =>
            {
                // Few values: zeros, equal vectors and equal distances abound.
                EmbeddingSet set = new([.. values.Take(count * dimension).Select(value => (float)value)], dimension);
                EmbeddingMap map = EmbeddingMap.Fit(set, Short);
                map.Points.ToArray().Should().HaveCount(count).And.OnlyContain(point => float.IsFinite(point.X) && float.IsFinite(point.Y));
                EmbeddingMap.Fit(set, Short).Points.ToArray().Should().Equal(map.Points.ToArray());
            },
            iter: 15);

    [Fact]
    public void Fit_VectorsAllEquallyNear_DoNotEndOnOneSpot()
    {
        // The axes of a space.
        float[] values = new float[144];
        for (int i = 0; i < 12; i++)
            values[i * 13] = 1;
        EmbeddingMap map = EmbeddingMap.Fit(new EmbeddingSet(values, 12));
        map.Points.ToArray().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Fit_SetOfZeros_IsFinite()
        => EmbeddingMap.Fit(new EmbeddingSet(new float[300], 3)).Points.ToArray()
            .Should().OnlyContain(point => float.IsFinite(point.X) && float.IsFinite(point.Y));

    [Fact]
    public void Fit_OneInfinity_OfAnOpenSet_IsNamed()
    {
        using Data.TemporaryFolder folder = new();
        new EmbeddingSet([1, 2, 3, 4], 2).Save(folder.At("v.npy"));
        byte[] bytes = File.ReadAllBytes(folder.At("v.npy"));
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        File.WriteAllBytes(folder.At("v.npy"), bytes);
        using EmbeddingSet set = EmbeddingSet.Open(folder.At("v.npy"));
        FluentActions.Invoking(() => EmbeddingMap.Fit(set)).Should().Throw<ArgumentException>().WithMessage("Value 1 of vector 1 is NaN; all must be finite.*");
    }

    [Fact]
    public void Fit_Progress_CountsTheSteps()
    {
        Reports reports = new();
        EmbeddingMap.Fit(MapSets.Groups(20, 3, 2, seed: 131, width: 1), new() { EarlySteps = 3, Steps = 4 }, null, reports);
        reports.All.Should().Equal(Enumerable.Range(0, 8).Select(done => (done, 7)));
    }

    [Fact]
    public void Fit_Canceled_Stops()
    {
        using CancellationTokenSource source = new();
        Reports reports = new(at: 2, source.Cancel);
        FluentActions.Invoking(() => EmbeddingMap.Fit(MapSets.Groups(20, 3, 2, seed: 1, width: 1), null, null, reports, source.Token))
            .Should().Throw<OperationCanceledException>();
        reports.All.Should().HaveCount(3);
    }

    [Fact]
    public void Fit_OptionsOutOfRange_AreRefused()
        => FluentActions.Invoking(() => EmbeddingMap.Fit(MapSets.Groups(20, 3, 2, seed: 1, width: 1), new() { Perplexity = 1 }))
            .Should().Throw<OptionsValidationException>();

    [Fact]
    public void Fit_NeighborsThatDoNotFit_SaysWhy()
    {
        EmbeddingSet set = MapSets.Groups(200, 3, 2, seed: 1, width: 1);
        NeighborSearch search = new(set.ToFeatureSet());
        Fit(search.FindWithinBank(89)).WithMessage("A perplexity of 30 takes 90 neighbors of each vector, found 89.*");
        Fit(search.Find(set.ToFeatureSet(), 100)).WithMessage("Expected neighbors within the set, the vector itself left out, found vector 0 among*");
        Fit(new NeighborSearch(MapSets.Groups(150, 3, 2, seed: 1, width: 1).ToFeatureSet()).FindWithinBank(100))
            .WithMessage("Expected neighbors of 200 vectors, found those of 150.*");

        FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Fit(Neighbors neighbors)
            => FluentActions.Invoking(() => EmbeddingMap.Fit(set, null, neighbors)).Should().Throw<ArgumentException>();
    }

    private static double Features(EmbeddingSet set, int i, int j) => Evaluation.Features.Cosine(set.Row(i), set.Row(j));

    private sealed class Reports(int at = -1, Action? action = null) : IProgress<(int Done, int All)>
    {
        public List<(int, int)> All { get; } = [];

        public void Report((int Done, int All) value)
        {
            All.Add(value);
            if (value.Done == at)
                action!();
        }
    }
}

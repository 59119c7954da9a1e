using System.Numerics;
using System.Text.Json;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Curation.Maps;

public sealed class MapQualityTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, MapSets.Cases("quality").Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measure_MapOfTheGoldenFile_AgreesWithScikitLearn(int number)
    {
        JsonElement golden = MapSets.Cases("quality")[number];
        (EmbeddingSet set, Vector2[] points) = Golden(golden);
        int neighbors = golden.GetProperty("neighbors").GetInt32();

        MapQuality quality = MapQuality.Measure(set, points, neighbors);

        // Ranks: two of n k changed by rounding would be 2 / (n k n), some 1e-5.
        quality.Trustworthiness.Should().BeApproximately(golden.GetProperty("trustworthiness").GetDouble(), 2e-5);
        quality.Continuity.Should().BeApproximately(golden.GetProperty("continuity").GetDouble(), 2e-5);
        quality.NeighborOverlap.Should().BeApproximately(golden.GetProperty("overlap").GetDouble(), 2.0 / (set.Count * neighbors));
        (quality.NeighborCount, quality.ImageCount).Should().Be((neighbors, set.Count));
    }

    [Fact]
    public void Measure_PerfectMap_IsOne()
    {
        // On a small arc the cosine orders as the distance.
        double[] numbers = new GoldenNumbers(5).Next(100);
        EmbeddingSet set = new([.. numbers.SelectMany(at => new[] { (float)Math.Cos(at), (float)Math.Sin(at) })], 2);
        Vector2[] points = [.. numbers.Select(at => new Vector2((float)(1e20 * at), 0))];
        MapQuality.Measure(set, points, 5).Should().Be(new MapQuality(1, 1, 1, 5, 100));
    }

    [Fact]
    public void Measure_WorstMap_IsZero()
    {
        // Neighbors on the map are the farthest among the vectors: every rank is as bad as can be.
        float[] values = [1, 0, 1, 0.001f, 0, 1, 0.001f, 1];
        MapQuality quality = MapQuality.Measure(new EmbeddingSet(values, 2), [new(0, 0), new(9, 9), new(0, 1), new(9, 8)], 1);
        quality.NeighborOverlap.Should().Be(0);
        quality.Trustworthiness.Should().BeLessThan(0.6);
    }

    [Fact]
    public void Measure_PartOfTheImages_IsTheMeanOverThem()
    {
        (EmbeddingSet set, Vector2[] points) = Golden(MapSets.Cases("quality")[0]);
        MapQuality all = MapQuality.Measure(set, points, 5);
        MapQuality half = MapQuality.Measure(set, points, 5, maximumImages: 100);
        half.ImageCount.Should().Be(100);
        half.Trustworthiness.Should().NotBe(all.Trustworthiness).And.BeApproximately(all.Trustworthiness, 0.1);
    }

    [Fact]
    public void Measure_ForAnyNumberOfThreads_GivesTheSame()
    {
        (EmbeddingSet set, Vector2[] points) = Golden(MapSets.Cases("quality")[1]);
        MapQuality[] measured = [.. new[] { 1, 2, 4 }.Select(threads => MapSets.WithThreads(threads, () => MapQuality.Measure(set, points, 15)))];
        measured.Should().OnlyContain(quality => quality == measured[0]);
    }

    [Fact]
    public void Measure_WhatDoesNotFit_SaysWhy()
    {
        EmbeddingSet set = MapSets.Groups(10, 3, 2, seed: 1, width: 1);
        Vector2[] points = new Vector2[10];
        FluentActions.Invoking(() => MapQuality.Measure(set, points.AsSpan(0, 9), 2)).Should().Throw<ArgumentException>()
            .WithMessage("Expected a point for each of the 10 vectors, found 9.*");
        FluentActions.Invoking(() => MapQuality.Measure(set, points, 5)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Expected at least 1 neighbor, and less than half of the 10 images, found 5.*");
        FluentActions.Invoking(() => MapQuality.Measure(set, points, 2, maximumImages: 0)).Should().Throw<ArgumentOutOfRangeException>();
        points[3].Y = float.NaN;
        FluentActions.Invoking(() => MapQuality.Measure(set, points, 2)).Should().Throw<ArgumentException>().WithMessage("Point 3 is*");
    }

    // As Golden/maps.py makes them.
    private static (EmbeddingSet Set, Vector2[] Points) Golden(JsonElement golden)
    {
        EmbeddingSet set = MapSets.Groups(golden);
        double[] noise = new GoldenNumbers(golden.GetProperty("seed").GetInt64() + 2).Next(2 * set.Count);
        return (set, [.. Enumerable.Range(0, set.Count).Select(i => new Vector2(
            (float)(set.Row(i)[0] + 0.3 * noise[2 * i]), (float)(set.Row(i)[1] + 0.3 * noise[2 * i + 1])))]);
    }
}

using System.Numerics;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Tests.Curation.Maps;

public sealed class PlacementTests
{
    private static readonly EmbeddingSet Set = MapSets.Groups(400, 12, 5, seed: 141, width: 0.6);
    private static readonly EmbeddingMap Map = EmbeddingMap.Fit(Set);

    [Fact]
    public void Place_VectorsOfTheMap_ComeToLieWhereTheyWere()
    {
        Vector2[] before = Map.Points.ToArray();
        Vector2[] places = Map.Place(Set, Set);
        Map.Points.ToArray().Should().Equal(before);
        float[] away = [.. places.Select((place, i) => Vector2.Distance(place, before[i])).Order()];
        // Each is attracted by itself, too. A map is some fifty wide.
        away[200].Should().BeLessThan(1);
        away[360].Should().BeLessThan(4);
    }

    [Fact]
    public void Place_NewVectors_LieAmongTheirNeighbors()
    {
        // The same centers, other noise.
        EmbeddingSet all = MapSets.Groups(500, 12, 5, seed: 141, width: 0.6);
        EmbeddingSet added = MapSets.Rows(all, Enumerable.Range(400, 100));
        Vector2[] places = Map.Place(Set, added);
        int inTheirGroup = 0;
        for (int i = 0; i < 100; i++)
        {
            int nearest = Enumerable.Range(0, 400).MinBy(j => Vector2.Distance(places[i], Map.Points[j]));
            inTheirGroup += nearest % 5 == i % 5 ? 1 : 0;
        }

        inTheirGroup.Should().BeGreaterThan(90);
    }

    [Fact]
    public void Place_OneByOneOrTogether_GivesTheSame()
    {
        EmbeddingSet added = MapSets.Groups(9, 12, 5, seed: 151, width: 0.6);
        Vector2[] together = Map.Place(Set, added);
        for (int i = 0; i < 9; i++)
            Map.Place(Set, MapSets.Rows(added, i)).Should().Equal(together[i]);
    }

    [Fact]
    public void Place_ForAnyNumberOfThreads_GivesTheSameBits()
    {
        EmbeddingSet added = MapSets.Groups(150, 12, 5, seed: 151, width: 0.6);
        Vector2[][] places = [.. new[] { 1, 2, 4 }.Select(threads => MapSets.WithThreads(threads, () => Map.Place(Set, added)))];
        places[1].Should().Equal(places[0]);
        places[2].Should().Equal(places[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void Place_OnASmallMap_IsFinite(int count)
    {
        EmbeddingSet few = MapSets.Groups(count, 3, 2, seed: 161, width: 1);
        EmbeddingMap.Fit(few).Place(few, new EmbeddingSet([0, 0, 0, 1, 2, 3, -1e30f, 0, 1e30f], 3))
            .Should().HaveCount(3).And.OnlyContain(point => float.IsFinite(point.X) && float.IsFinite(point.Y));
    }

    [Fact]
    public void Place_WhatDoesNotFit_SaysWhy()
    {
        EmbeddingSet added = MapSets.Groups(3, 12, 5, seed: 151, width: 0.6);
        Place(MapSets.Rows(Set, Enumerable.Range(0, 399)), added).WithMessage("Expected the 400 vectors of length 12 that the map was made of, found 399*");
        Place(MapSets.Rows(Set, Enumerable.Range(0, 400).Reverse()), added).WithMessage("Expected the 400 vectors that the map was made of, in their order*");
        Place(Set, new EmbeddingSet([1, 2, 3], 3)).WithMessage("Expected vectors of length 12, found 3.*");
        EmbeddingSet ofOne = WithModel(Set, "one");
        Place(ofOne, WithModel(added, "other")).WithMessage("Expected vectors of the model 'one', found those of 'other'*");

        FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Place(EmbeddingSet mapped, EmbeddingSet vectors)
            => FluentActions.Invoking(() => Map.Place(mapped, vectors)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Place_Canceled_Stops()
        => FluentActions.Invoking(() => Map.Place(Set, Set, new CancellationToken(canceled: true))).Should().Throw<OperationCanceledException>();

    private static EmbeddingSet WithModel(EmbeddingSet set, string model)
        => new([.. Enumerable.Range(0, set.Count).SelectMany(i => set.Row(i).ToArray())], set.Dimension, modelId: model);
}

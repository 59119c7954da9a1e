using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Evaluation;

namespace SimClr.Core.Tests.Curation;

public sealed class ImageSelectorTests
{
    [Fact]
    public void Select_Diverse_TakesTheFarthestEachTime()
    {
        FeatureSet features = Features.Random(80, 6, seed: 1);

        IReadOnlyList<SelectedImage> selected = Select(features, 10, SelectionStrategy.Diverse, labeled: [5, 40]);

        List<int> taken = [5, 40];
        foreach (SelectedImage image in selected)
        {
            double[] distances = [.. Enumerable.Range(0, 80).Select(i => taken.Min(other => 1 - Features.Cosine(features.Row(i), features.Row(other))))];
            image.Index.Should().Be(Array.IndexOf(distances, distances.Max()));
            image.Score.Should().BeApproximately(distances.Max(), 1e-5);
            taken.Add(image.Index);
        }
    }

    [Fact]
    public void Select_DiverseFromNothing_StartsInTheMiddle()
    {
        FeatureSet features = new([1, 0, 1, 0.5f, 1, 1, 1, 2, 0, 1], 2);

        Select(features, 2, SelectionStrategy.Diverse).Select(image => image.Index).Should().Equal(2, 0);
    }

    [Fact]
    public void Select_TypicalOfSeparateClusters_TakesOneOfEachNearItsCenter()
    {
        FeatureSet features = Features.Clusters(200, 16, 10, seed: 1, width: 0.1);

        IReadOnlyList<SelectedImage> selected = Select(features, 10, SelectionStrategy.Typical);

        selected.Select(image => image.Index % 10).Should().BeEquivalentTo(Enumerable.Range(0, 10));
        foreach (SelectedImage image in selected)
        {
            // Its mean similarity to its class is above the middle one's: 19 others, 20 neighbors wanted.
            double[] typicality = [.. Enumerable.Range(0, 20).Select(i => MeanSimilarity(features, image.Index % 10 + 10 * i, image.Index % 10))];
            image.Score.Should().BeApproximately(typicality.Max(), 1e-5);
        }
    }

    [Fact]
    public void Select_TypicalBesideLabels_TakesTheOtherClusters()
    {
        FeatureSet features = Features.Clusters(200, 16, 10, seed: 1, width: 0.1);

        IReadOnlyList<SelectedImage> selected = Select(features, 6, SelectionStrategy.Typical, labeled: [0, 11, 22, 33]);

        selected.Select(image => image.Index % 10).Should().BeEquivalentTo([4, 5, 6, 7, 8, 9]);
    }

    [Fact]
    public void Select_MoreThanClusters_TakesSeveralOfEach()
    {
        FeatureSet features = Features.Clusters(60, 16, 3, seed: 2, width: 0.1);

        IReadOnlyList<SelectedImage> selected = ImageSelector.Select(features.ToEmbeddingSet(), 9, options: new SelectionOptions { MostClusters = 3 });

        selected.Select(image => image.Index).Should().OnlyHaveUniqueItems();
        selected.GroupBy(image => image.Index % 3).Should().HaveCount(3).And.OnlyContain(members => members.Count() == 3);
    }

    [Fact]
    public void Select_Balanced_IsTypicalFirstThenFar()
    {
        FeatureSet features = Features.Clusters(100, 8, 4, seed: 3);

        IReadOnlyList<SelectedImage> selected = Select(features, 10, SelectionStrategy.Balanced);

        selected.Select(image => image.Strategy).Should().Equal(
            Enumerable.Repeat(SelectionStrategy.Typical, 5).Concat(Enumerable.Repeat(SelectionStrategy.Diverse, 5)));
        selected.Take(5).Should().Equal(Select(features, 5, SelectionStrategy.Typical));
        selected.Skip(5).Should().Equal(Select(features, 5, SelectionStrategy.Diverse, [.. selected.Take(5).Select(image => image.Index)]));
    }

    [Theory]
    [InlineData(SelectionStrategy.Typical)]
    [InlineData(SelectionStrategy.Diverse)]
    [InlineData(SelectionStrategy.Balanced)]
    public void Select_Everything_TakesEachOpenImageOnce(SelectionStrategy strategy)
    {
        FeatureSet features = Features.Random(30, 5, seed: 4);

        Select(features, 28, strategy, labeled: [3, 17]).Select(image => image.Index)
            .Should().BeEquivalentTo(Enumerable.Range(0, 30).Except([3, 17]));
    }

    [Fact]
    public void Select_ImagesThatAreAllTheSame_TakesAnyOfThem()
    {
        EmbeddingSet same = new([.. Enumerable.Repeat(1f, 40)], 4);

        ImageSelector.Select(same, 4).Select(image => image.Index).Should().OnlyHaveUniqueItems().And.HaveCount(4);
    }

    [Fact]
    public void Select_WhatIsNotThere_IsRefused()
    {
        FeatureSet features = Features.Random(5, 3, seed: 5);

        FluentActions.Invoking(() => Select(features, 5, SelectionStrategy.Diverse, labeled: [0])).Should()
            .Throw<ArgumentOutOfRangeException>().WithMessage("*1 to 4 images*found 5*");
        FluentActions.Invoking(() => Select(features, 1, SelectionStrategy.Diverse, labeled: [1, 5])).Should()
            .Throw<ArgumentException>().WithMessage("*[0, 5)*number 1 is 5*");
    }

    private static IReadOnlyList<SelectedImage> Select(FeatureSet features, int count, SelectionStrategy strategy, int[]? labeled = null)
        => ImageSelector.Select(features.ToEmbeddingSet(), count, labeled, new SelectionOptions { Strategy = strategy });

    private static double MeanSimilarity(FeatureSet features, int image, int label) => Enumerable.Range(0, 20).Select(i => label + 10 * i)
        .Where(other => other != image).Average(other => Features.Cosine(features.Row(image), features.Row(other)));
}

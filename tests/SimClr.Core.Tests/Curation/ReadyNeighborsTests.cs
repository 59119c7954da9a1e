using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Evaluation;

namespace SimClr.Core.Tests.Curation;

/// <summary>What takes neighbors that a program has searched for already.</summary>
public sealed class ReadyNeighborsTests
{
    private const int More = 25;

    private readonly EmbeddingSet _labeled = Labeled();

    [Fact]
    public void Outliers_WithMoreNeighborsThanNeeded_AreTheSameToTheBit()
    {
        OutlierReport searched = OutlierFinder.Find(_labeled), given = OutlierFinder.Find(_labeled, neighbors: NeighborGraph.Within(_labeled, More));

        given.Scores.Should().Equal(searched.Scores);
        given.MedianDistance.Should().Be(searched.MedianDistance);
        given.Outliers.Should().Equal(searched.Outliers);
    }

    [Fact]
    public void Labels_WithMoreNeighborsThanNeeded_AreTheSameToTheBit()
    {
        LabelIssueOptions options = new() { Threshold = 0.3 };

        LabelReport searched = LabelIssueFinder.Find(_labeled, options), given = LabelIssueFinder.Find(_labeled, options, NeighborGraph.Within(_labeled, More));

        given.Issues.Should().NotBeEmpty().And.Equal(searched.Issues);
        given.Scores.Should().Equal(searched.Scores);
    }

    [Fact]
    public void Labels_OfWhichSomeAreMissing_AreTheSameAllTheSame()
    {
        int?[] labels = [.. Enumerable.Range(0, _labeled.Count).Select(i => i % 7 == 0 ? null : _labeled.GetLabel(i))];
        EmbeddingSet some = new([.. Enumerable.Range(0, _labeled.Count).SelectMany(i => _labeled.Row(i).ToArray())], 6, labels: labels);

        LabelIssueFinder.Find(some, neighbors: NeighborGraph.Within(some, More)).Scores.Should().Equal(LabelIssueFinder.Find(some).Scores);
    }

    [Fact]
    public void Duplicates_WithMoreNeighborsThanNeeded_AreTheSameToTheBit()
    {
        InspectedImages images = Pictures.Inspected([.. Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? Pictures.Of(i, 32, 32) : Pictures.Mirror(Pictures.Of(i - 1, 32, 32)))]);
        DuplicateOptions options = new() { NeighborCount = 3 };

        DuplicateReport given = DuplicateFinder.Find(images, options, NeighborGraph.Within(images.Embeddings, 6));

        given.Should().BeEquivalentTo(DuplicateFinder.Find(images, options), exact => exact.WithStrictOrdering());
        LeakReport leaks = DuplicateFinder.FindLeaks(images, images, options, NeighborGraph.Between(images.Embeddings, images.Embeddings, 5));
        leaks.Should().BeEquivalentTo(DuplicateFinder.FindLeaks(images, images, options), exact => exact.WithStrictOrdering());
        leaks.Leaks.Should().HaveCount(8);
    }

    [Fact]
    public void Find_NeighborsThatDoNotFit_NamesWhatWasExpected()
    {
        Neighbors few = NeighborGraph.Within(_labeled, 9), itself = NeighborGraph.Between(_labeled, _labeled, 10);
        EmbeddingSet twice = new([.. Enumerable.Range(0, 2 * _labeled.Count).SelectMany(i => _labeled.Row(i % _labeled.Count).ToArray())], 6);
        Neighbors beyond = NeighborGraph.Between(_labeled, twice, 10), other = NeighborGraph.Within(twice, 10);

        Finding(few).Should().Throw<ArgumentException>().WithMessage("Expected 10 neighbors of each image*found 9*");
        Finding(other).Should().Throw<ArgumentException>().WithMessage($"Expected neighbors of {_labeled.Count} images, found those of {twice.Count}*");
        Finding(beyond).Should().Throw<ArgumentException>().WithMessage($"Expected neighbors among {_labeled.Count} images, found image *");
        Finding(itself).Should().Throw<ArgumentException>().WithMessage("Expected neighbors within the set*found image 0 among its own*");
        FluentActions.Invoking(() => LabelIssueFinder.Find(_labeled, neighbors: few)).Should().Throw<ArgumentException>().WithMessage("*found 9*");

        Action Finding(Neighbors neighbors) => () => OutlierFinder.Find(_labeled, neighbors: neighbors);
    }

    // Three classes that overlap, so that some labels are doubtful.
    private static EmbeddingSet Labeled()
    {
        FeatureSet features = Features.Clusters(90, 6, 3, seed: 4, width: 0.6);
        return new EmbeddingSet(features.Values.ToArray(), 6, labels: [.. Enumerable.Range(0, 90).Select(i => (int?)(i % 3))]);
    }
}

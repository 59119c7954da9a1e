using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Evaluation;

namespace SimClr.Core.Tests.Curation;

public sealed class IssueFinderTests
{
    [Fact]
    public void Outliers_OneImageFarFromAll_IsFoundWithTheScoreThatFollows()
    {
        // On the unit circle: eleven images within a tenth of a radian, and one at a right angle.
        double[] angles = [.. Enumerable.Range(0, 11).Select(i => 0.01 * i), Math.PI / 2];
        EmbeddingSet set = new([.. angles.SelectMany(angle => new[] { (float)Math.Cos(angle), (float)Math.Sin(angle) })], 2);

        OutlierReport report = OutlierFinder.Find(set, new OutlierOptions { NeighborCount = 3 });

        double[] distances = [.. angles.Select((angle, i) => angles.Where((_, j) => j != i).Select(other => 1 - Math.Cos(angle - other)).Order().Take(3).Average())];
        double median = (distances.Order().ElementAt(5) + distances.Order().ElementAt(6)) / 2;
        // Distances of 1e-4 from similarities near 1, each with a rounding of 1e-7.
        report.MedianDistance.Should().BeApproximately(median, 1e-6);
        report.Scores[11].Should().BeApproximately(1, 1e-9);
        report.Outliers[0].Index.Should().Be(11);
        report.Outliers[0].Distance.Should().BeApproximately(distances[11], 1e-6);
        report.Outliers.Should().OnlyContain(outlier => outlier.Score >= 0.7).And.BeInDescendingOrder(outlier => outlier.Score);
    }

    [Fact]
    public void Outliers_OfTwins_AreTheOthers()
    {
        EmbeddingSet set = new([1, 0, 1, 0, 0, 1, 0, 1, 0.6f, 0.8f], 2);

        OutlierReport report = OutlierFinder.Find(set, new OutlierOptions { NeighborCount = 1 });

        report.Scores.Should().Equal(0, 0, 0, 0, 1);
    }

    [Fact]
    public void Labels_Flipped_AreFoundWithTheirClass()
    {
        FeatureSet clean = Features.Clusters(300, 12, 5, seed: 1, width: 0.15);
        int[] flipped = [.. Enumerable.Range(0, 15).Select(i => i * 20)];
        int?[] labels = [.. Enumerable.Range(0, 300).Select(i => (int?)(flipped.Contains(i) ? (i + 2) % 5 : i % 5))];
        labels[299] = null;
        EmbeddingSet set = new(clean.Values.ToArray(), 12, labels: labels, classNames: ["a", "b", "c", "d", "e"]);

        LabelReport report = LabelIssueFinder.Find(set, new LabelIssueOptions { Threshold = 0.6 });

        report.Issues.Select(issue => issue.Index).Should().BeEquivalentTo(flipped);
        report.Issues.Should().OnlyContain(issue => issue.Suggested == issue.Index % 5 && issue.Label == (issue.Index + 2) % 5)
            .And.BeInDescendingOrder(issue => issue.Score);
        report.Issues[0].Reason.Should().StartWith("labeled c, looks like a: the label has probability 0.");
        report.Scores[299].Should().BeNull();
        report.ProbeAccuracy.Should().BeApproximately(284 / 299.0, 0.01);
    }

    [Fact]
    public void Labels_OfTooFewImages_AreRefused()
    {
        EmbeddingSet none = Pictures.Alike(12), one = new([.. Enumerable.Repeat(1f, 12)], 1, labels: [.. Enumerable.Repeat((int?)0, 12)]);

        FluentActions.Invoking(() => LabelIssueFinder.Find(none)).Should().Throw<ArgumentException>().WithMessage("*at least 5 images*");
        FluentActions.Invoking(() => LabelIssueFinder.Find(one)).Should().Throw<ArgumentException>().WithMessage("*two classes*");
        LabelIssueFinder.CanJudge(none).Should().BeFalse();
        LabelIssueFinder.CanJudge(one).Should().BeFalse();
    }

    [Fact]
    public void Suggested_ByDefinition_IsTheLikeliestClassBesideItsUsualProbability()
    {
        // Usual probability of class 0: (0.9 + 0.2) / 2, of class 1: (0.6 + 0.3) / 2.
        FeatureSet features = new([1, 2, 3, 4], 1, [0, 0, 1, 1]);
        LabelEvidence evidence = new(features, [0.9f, 0.1f, 0.2f, 0.8f, 0.4f, 0.6f, 0.7f, 0.3f], new NeighborSearch(features).FindWithinBank(1));

        Enumerable.Range(0, 4).Select(evidence.Suggested).Should().Equal(null, 1, null, 0);
        evidence.ProbeAccuracy().Should().Be(0.5);
    }

    [Fact]
    public void Issues_OneOfEachKind_AreFound()
    {
        Image plain = Pictures.Of(1, 64, 64);
        Image[] images =
        [
            Pictures.Map(plain, value => value * 0.25),
            Pictures.Map(plain, value => 250 + value * 0.01),
            Blurred(plain),
            new Image((byte[])[.. Enumerable.Range(0, 64 * 64).SelectMany(i => i < 9 ? new byte[] { 255, 0, 0 } : [90, 120, 90])], 64, 64, 3),
            Pictures.Of(2, 128, 32),
            Pictures.Of(3, 6, 6),
            Gray(plain),
            .. Enumerable.Range(4, 9).Select(seed => Pictures.Of(seed, 64, 64)),
        ];
        IReadOnlyList<ImageFacts> facts = [.. ImageInspector.Inspect(new InMemorySource(images)), new ImageFacts { Index = 16, Problem = "the file is empty." }];

        IReadOnlyList<ImageIssue> issues = ImageIssueFinder.Find(facts);

        issues.Should().OnlyContain(issue => issue.Score > 0 && issue.Score <= 1 && issue.Reason.Length > 0).And.BeInAscendingOrder(issue => issue.Kind);
        issues.Where(issue => issue.Kind != ImageIssueKind.Blurry).Select(issue => (issue.Index, issue.Kind)).Should().BeEquivalentTo(new[]
        {
            (0, ImageIssueKind.Dark), (1, ImageIssueKind.Light), (1, ImageIssueKind.LowInformation), (1, ImageIssueKind.Gray), (3, ImageIssueKind.LowInformation),
            (4, ImageIssueKind.OddAspectRatio), (5, ImageIssueKind.OddSize), (6, ImageIssueKind.Gray), (16, ImageIssueKind.Damaged),
        });
        issues.Where(issue => issue.Kind == ImageIssueKind.Blurry).Select(issue => issue.Index).Should().Contain(2).And.NotContain(Enumerable.Range(7, 9));
    }

    [Fact]
    public void Issues_OfGrayPictures_AreNotThatTheyAreGray()
        => ImageIssueFinder.Find(ImageInspector.Inspect(new InMemorySource([.. Enumerable.Range(1, 5).Select(seed => Gray(Pictures.Of(seed, 32, 32)))])))
            .Should().NotContain(issue => issue.Kind == ImageIssueKind.Gray);

    [Fact]
    public void Issues_OfNoImages_AreNone() => ImageIssueFinder.Find([]).Should().BeEmpty();

    private static Image Gray(Image image)
        => new((byte[])[.. Enumerable.Range(0, image.Bytes.Length).Select(at => image.Bytes[at / 3 * 3])], image.Width, image.Height, 3);

    private static Image Blurred(Image image)
    {
        const int reach = 5;
        byte[] bytes = new byte[image.Bytes.Length];
        for (int at = 0; at < bytes.Length; at++)
        {
            (int row, int column, int channel) = (at / 3 / image.Width, at / 3 % image.Width, at % 3);
            double sum = 0;
            for (int y = -reach; y <= reach; y++)
                for (int x = -reach; x <= reach; x++)
                    sum += image.Bytes[3 * (Math.Clamp(row + y, 0, image.Height - 1) * image.Width + Math.Clamp(column + x, 0, image.Width - 1)) + channel];
            bytes[at] = (byte)(sum / 121);
        }

        return new Image(bytes, image.Width, image.Height, 3);
    }
}

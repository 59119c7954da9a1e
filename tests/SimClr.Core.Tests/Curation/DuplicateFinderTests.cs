using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Tests.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Curation;

public sealed class DuplicateFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_AlteredCopiesAmongOthers_GroupsThemAroundTheLargest()
    {
        Image original = Pictures.Of(1);
        Image[] images =
        [
            Pictures.Crop(original, 10, 12, 80, 75), // 0
            Pictures.Of(2),
            original, // 2
            Pictures.Mirror(original),
            Pictures.Of(3),
            Pictures.Map(original, value => 0.8 * value + 20), // 5
            Image.Decode(PictureFiles.Encode(original.Bytes.ToArray(), 96, SKEncodedImageFormat.Jpeg)),
            Pictures.Of(4),
        ];

        DuplicateReport report = DuplicateFinder.Find(Pictures.Inspected(images));

        DuplicateGroup group = report.Groups.Should().ContainSingle().Subject;
        group.Keep.Should().Be(2);
        group.Duplicates.Select(pair => pair.Second).Should().Equal(0, 3, 5, 6);
        group.Duplicates.Should().OnlyContain(pair => pair.First == 2 && pair.Kind == DuplicateKind.Near && pair.Correlation > 0.95);
        group.Duplicates.Select(pair => pair.Mirrored).Should().Equal(false, true, false, false);
        group.Duplicates[0].Overlap.Should().BeApproximately(80 * 75 / (96.0 * 96), 0.03);
        report.Removable.Should().Equal(0, 3, 5, 6);
        report.Threshold!.Histogram.Same.Sum().Should().BeGreaterThan(3);
        (report.Threshold.Histogram.Same.Sum() + report.Threshold.Histogram.Different.Sum()).Should().Be(28, "all pairs of 8 images were compared");
    }

    [Fact]
    public void Find_FilesWithTheSamePixels_AreExactWhateverTheirKind()
    {
        byte[] pixels = Pictures.Bytes(1), other = Pictures.Bytes(2);
        string[] paths =
        [
            _folder.Write("a.png", PictureFiles.Encode(pixels, 96)),
            _folder.Write("b.bmp", PictureFiles.Bmp(pixels, 96)),
            _folder.Write("c.png", PictureFiles.Encode(other, 96)),
            _folder.Write("d.png", PictureFiles.Encode(pixels, 96)),
            _folder.Write("e.png", "damaged"u8.ToArray()),
        ];

        DuplicateReport report = DuplicateFinder.Find(new InspectedImages(Pictures.Alike(5), ImageInspector.InspectFiles(paths)));

        DuplicateGroup group = report.Groups.Should().ContainSingle().Subject;
        group.Keep.Should().Be(1, "an uncompressed file is the largest");
        group.Duplicates.Select(pair => (pair.Second, pair.Kind)).Should().Equal((0, DuplicateKind.Exact), (3, DuplicateKind.Exact));
    }

    [Fact]
    public void FindExact_MoreCopiesThanNeighbors_AreOneGroup()
    {
        Image image = Pictures.Of(1, 16, 16);
        IReadOnlyList<ImageFacts> facts = ImageInspector.Inspect(new InMemorySource([.. Enumerable.Repeat(image, 30), Pictures.Of(2, 16, 16)]));

        DuplicateReport exact = DuplicateFinder.FindExact(facts);
        DuplicateReport near = DuplicateFinder.Find(new InspectedImages(Pictures.Alike(31), facts), new DuplicateOptions { NeighborCount = 2 });

        exact.Removable.Should().Equal(Enumerable.Range(1, 29));
        exact.Threshold.Should().BeNull();
        near.Removable.Should().Equal(exact.Removable);
    }

    [Fact]
    public void Find_AThreshold_LeavesOutWhatIsBelow()
    {
        InspectedImages images = Pictures.Inspected(Pictures.Of(1), Pictures.Mirror(Pictures.Of(1)));

        DuplicateReport below = DuplicateFinder.Find(images, new DuplicateOptions { Threshold = 0.9 });
        DuplicateReport above = DuplicateFinder.Find(images, new DuplicateOptions { Threshold = 1 });

        below.Groups.Should().ContainSingle();
        above.Groups.Should().BeEmpty("the vectors' similarity is below 1");
        above.Threshold.Should().BeEquivalentTo(new { Value = 1.0, IsChosen = false });
    }

    [Fact]
    public void Find_ManyCopies_ChoosesTheThresholdTheyReach()
    {
        Image[] images = [.. Enumerable.Range(1, 12).SelectMany(seed => new[] { Pictures.Of(seed, 32, 32), Pictures.Mirror(Pictures.Of(seed, 32, 32)) })];
        // Each picture and its copy point to one corner.
        float[] values = new float[24 * 12];
        for (int i = 0; i < 24; i++)
            (values[i * 12 + i / 2], values[i * 12 + (i / 2 + 1) % 12]) = (1, i % 2 * 0.3f);
        InspectedImages inspected = new(new(values, 12), ImageInspector.Inspect(new InMemorySource(images)));

        DuplicateReport report = DuplicateFinder.Find(inspected);

        report.Threshold!.Value.Should().BeApproximately(1 / Math.Sqrt(1.09), 1e-6);
        report.Threshold.IsChosen.Should().BeTrue();
        report.Groups.Select(group => (group.Keep, group.Duplicates[0].Second)).Should().Equal(Enumerable.Range(0, 12).Select(i => (2 * i, 2 * i + 1)));
    }

    [Fact]
    public void Group_AChain_JoinsOnlyWhatIsLikeTheOneToKeep()
    {
        ImageFacts[] images = [Facts(0, 10, 100), Facts(1, 20, 100), Facts(2, 30, 100), Facts(3, 30, 200), Facts(4, 10, 100)];
        DuplicatePair[] pairs = [Pair(0, 1), Pair(1, 2), Pair(3, 4)];

        IReadOnlyList<DuplicateGroup> groups = DuplicateGrouping.Group(images, pairs);

        groups.Select(group => (group.Keep, group.Duplicates.Single().Second)).Should().Equal((2, 1), (3, 4));
    }

    [Fact]
    public void FindLeaks_TestImagesOfTheTrainingSet_AreFoundWithTheirTwin()
    {
        InspectedImages train = Pictures.Inspected(Pictures.Of(1), Pictures.Of(2), Pictures.Of(3), Pictures.Of(2));
        InspectedImages test = Pictures.Inspected(Pictures.Of(9), Pictures.Mirror(Pictures.Of(3)), Pictures.Of(2), Pictures.Of(8));

        LeakReport report = DuplicateFinder.FindLeaks(train, test, new DuplicateOptions { NeighborCount = 3 });

        report.Leaks.Select(pair => (pair.First, pair.Second, pair.Kind)).Should().Equal((1, 2, DuplicateKind.Near), (2, 1, DuplicateKind.Exact));
        report.Leaks[0].Reason.Should().StartWith("the same picture, mirrored");
    }

    [Fact]
    public void InspectedImages_ThatDoNotFit_AreRefused()
    {
        IReadOnlyList<ImageFacts> facts = ImageInspector.Inspect(new InMemorySource([Pictures.Of(1, 8, 8)]));

        FluentActions.Invoking(() => new InspectedImages(Pictures.Alike(2), facts)).Should().Throw<ArgumentException>().WithMessage("*each of the 2 images, found 1*");
        FluentActions.Invoking(() => new InspectedImages(new([1, 2], 2, ["a.png"]), [facts[0] with { Path = "b.png" }]))
            .Should().Throw<ArgumentException>().WithMessage("*image 0*a.png*b.png*");
    }

    private static ImageFacts Facts(int index, int side, long bytes)
        => new() { Index = index, Width = side, Height = side, FileBytes = bytes, Digest = $"{index}" };

    private static DuplicatePair Pair(int first, int second) => new(first, second, DuplicateKind.Near, 0.9);
}

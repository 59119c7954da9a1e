using SimClr.Core.Curation;
using SimClr.Core.Curation.Pixels;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Tests.Curation;

public sealed class WindowSearchTests
{
    [Fact]
    public void Run_AgainstTheDefinition_FindsTheMostSimilarWindows()
    {
        IReadOnlyList<ImageFacts> facts = Inspected([.. Enumerable.Range(1, 23).Select(seed => Pictures.Of(seed, 32, 32))]);

        Neighbors found = WindowSearch.Run(facts, facts, 5, null, CancellationToken.None);

        for (int query = 0; query < facts.Count; query++)
        {
            (int Index, double Similarity)[] expected = [.. Enumerable.Range(0, facts.Count).Where(other => other != query)
                .Select(other => (other, Similarity(facts[query], facts[other]))).OrderByDescending(pair => pair.Item2).Take(5)];
            found.Indices(query).ToArray().Should().Equal(expected.Select(pair => pair.Index));
            for (int rank = 0; rank < 5; rank++)
                ((double)found.Similarities(query)[rank]).Should().BeApproximately(expected[rank].Similarity, 1e-4);
        }
    }

    [Fact]
    public void Run_PartsAmongManyPictures_FindsWhatTheyAreOf()
    {
        Image[] whole = [.. Enumerable.Range(1, 60).Select(seed => Pictures.Of(seed, 64, 64))];
        Image[] parts = [.. whole.Select((image, i) => Pictures.Crop(image, i % 14, i % 11, 50, 53))];

        Neighbors found = WindowSearch.Run(Inspected([.. parts.Select((part, i) => i % 2 == 0 ? part : Pictures.Mirror(part))]), Inspected(whole), 1, null, CancellationToken.None);

        Enumerable.Range(0, 60).Select(i => found.Indices(i)[0]).Should().Equal(Enumerable.Range(0, 60));
    }

    [Fact]
    public void Run_PicturesWithoutContrast_ResembleNothing()
    {
        IReadOnlyList<ImageFacts> facts = [.. Inspected([new Image(new byte[300], 10, 10, 3), Pictures.Of(1, 16, 16)]), new ImageFacts { Index = 2, Problem = "damaged" }];

        Neighbors found = WindowSearch.Run(facts, facts, 2, null, CancellationToken.None);

        Enumerable.Range(0, 3).SelectMany(i => found.Similarities(i).ToArray()).Should().OnlyContain(similarity => similarity == 0);
    }

    [Fact]
    public void Find_CopiesWithoutVectors_GroupsThem()
    {
        Image original = Pictures.Of(1);
        IReadOnlyList<ImageFacts> facts = Inspected(
        [
            Pictures.Of(2), original, Pictures.Crop(original, 8, 20, 75, 70), Pictures.Mirror(Pictures.Crop(original, 12, 3, 80, 88)), Pictures.Of(3),
        ]);

        DuplicateGroup group = DuplicateFinder.Find(facts).Groups.Should().ContainSingle().Subject;

        group.Keep.Should().Be(1);
        group.Duplicates.Select(pair => (pair.Second, pair.Mirrored)).Should().Equal((2, false), (3, true));
    }

    [Fact]
    public void FindLeaks_WithoutVectors_FindsPartsEitherWay()
    {
        IReadOnlyList<ImageFacts> train = Inspected([Pictures.Of(1), Pictures.Crop(Pictures.Of(2), 5, 9, 72, 76), Pictures.Of(3)]);
        IReadOnlyList<ImageFacts> test = Inspected([Pictures.Of(8), Pictures.Of(2), Pictures.Crop(Pictures.Of(1), 15, 9, 78, 70), Pictures.Of(9), Pictures.Of(3)]);

        LeakReport report = DuplicateFinder.FindLeaks(train, test);

        report.Leaks.Select(pair => (pair.First, pair.Second, pair.Kind))
            .Should().Equal((1, 1, DuplicateKind.Near), (2, 0, DuplicateKind.Near), (4, 2, DuplicateKind.Exact));
    }

    [Fact]
    public void Find_OneImageOrNone_IsNoGroup()
    {
        DuplicateFinder.Find([]).Groups.Should().BeEmpty();
        DuplicateFinder.Find(Inspected([Pictures.Of(1, 8, 8)])).Groups.Should().BeEmpty();
    }

    private static IReadOnlyList<ImageFacts> Inspected(Image[] images) => ImageInspector.Inspect(new InMemorySource(images));

    // The greatest correlation of a picture, or its mirror image, with a window of the other.
    private static double Similarity(ImageFacts one, ImageFacts other)
    {
        float[] plain = new float[PictureWindows.Length], mirrored = new float[PictureWindows.Length], windows = new float[PictureWindows.Length * PictureWindows.Count];
        PictureWindows.Whole(one.Thumbnail, plain, mirrored);
        PictureWindows.All(other.Thumbnail, windows);
        return Enumerable.Range(0, PictureWindows.Count).Max(window => Math.Max(Product(plain, window), Product(mirrored, window)));

        double Product(float[] description, int window)
            => Enumerable.Range(0, PictureWindows.Length).Sum(i => (double)description[i] * windows[i * PictureWindows.Count + window]);
    }
}

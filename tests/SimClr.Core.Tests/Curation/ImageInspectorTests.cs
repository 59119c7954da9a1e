using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Tests.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Curation;

public sealed class ImageInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void InspectFiles_AJpegFile_HasItsOwnSizeAndNearlyTheSameLight()
    {
        byte[] file = PictureFiles.Encode(Pictures.Bytes(3, 640, 480), 640, SKEncodedImageFormat.Jpeg);
        string path = _folder.Write("a.jpg", file);

        ImageFacts facts = ImageInspector.InspectFiles([path])[0], whole = ImageInspector.Inspect(new InMemorySource([Image.Decode(file)]))[0];

        (facts.Width, facts.Height, facts.FileBytes, facts.Problem, facts.Path).Should().Be((640, 480, file.Length, null, path));
        // Decoded at half the size: every number is a mean over the same picture.
        facts.Brightness.Should().BeApproximately(whole.Brightness, 0.01);
        facts.DarkLuma.Should().BeApproximately(whole.DarkLuma, 0.03);
        facts.Colorfulness.Should().BeApproximately(whole.Colorfulness, 0.03);
        facts.Blur.Should().BeApproximately(whole.Blur, 0.05);
    }

    [Fact]
    public void InspectFiles_ATurnedPhotograph_HasItsUprightSize()
    {
        byte[] file = PictureFiles.WithOrientation(PictureFiles.Encode(Pictures.Bytes(3, 64, 48), 64, SKEncodedImageFormat.Jpeg), 6);

        ImageFacts facts = ImageInspector.InspectFiles([_folder.Write("a.jpg", file)])[0];

        (facts.Width, facts.Height).Should().Be((48, 64));
    }

    [Fact]
    public void InspectFiles_DamagedAndMissingFiles_AreReportedInTheirPlace()
    {
        string[] paths =
        [
            _folder.Write("empty.png", []),
            _folder.Write("sound.png", PictureFiles.Encode(Pictures.Bytes(1, 8, 8), 8)),
            _folder.At("missing.png"),
            _folder.Write("text.jpg", "no picture"u8.ToArray()),
        ];

        IReadOnlyList<ImageFacts> facts = ImageInspector.InspectFiles(paths);

        facts.Select(image => image.Index).Should().Equal(0, 1, 2, 3);
        facts.Select(image => image.Problem is null).Should().Equal(false, true, false, false);
        facts[0].Problem.Should().Be("the file is empty.");
    }

    [Fact]
    public void InspectFiles_Digests_TellFilesApart()
    {
        byte[] one = PictureFiles.Encode(Pictures.Bytes(1, 8, 8), 8), other = PictureFiles.Encode(Pictures.Bytes(2, 8, 8), 8);

        string[] digests = [.. ImageInspector.InspectFiles([_folder.Write("a.png", one), _folder.Write("b.png", other), _folder.Write("c.png", one)]).Select(image => image.Digest)];

        digests[0].Should().HaveLength(64).And.Be(digests[2]).And.NotBe(digests[1]);
    }

    [Fact]
    public void Inspect_APictureOfTwoColors_GivesWhatFollows()
    {
        // A tenth of the pixels pure red, the others white.
        byte[] bytes = [.. Enumerable.Range(0, 100).SelectMany(i => i < 10 ? new byte[] { 255, 0, 0 } : [255, 255, 255])];

        ImageFacts facts = ImageInspector.Inspect(new InMemorySource([new Image(bytes, 10, 10, 3)]))[0];

        facts.Brightness.Should().BeApproximately(0.1 * 0.2989 + 0.9 * 0.9999, 1e-5);
        facts.DarkLuma.Should().BeApproximately(0.2989, 0.5 / 255);
        facts.BrightLuma.Should().BeApproximately(1, 0.5 / 255);
        facts.Colorfulness.Should().BeApproximately(0.1, 1e-6);
        facts.Entropy.Should().BeApproximately(-0.1 * Math.Log2(0.1) - 0.9 * Math.Log2(0.9), 1e-9);
    }

    [Fact]
    public void Inspect_AnUnreadableImage_IsReported()
    {
        IReadOnlyList<ImageFacts> facts = ImageInspector.Inspect(new Training.DrawnImages(3) { FailingIndex = 1 });

        facts.Select(image => image.Problem).Should().Equal(null, "file seventeen.png is broken", null);
    }

    [Fact]
    public void Inspect_Canceled_Stops()
        => FluentActions.Invoking(() => ImageInspector.Inspect(new Training.DrawnImages(3), cancellationToken: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
}

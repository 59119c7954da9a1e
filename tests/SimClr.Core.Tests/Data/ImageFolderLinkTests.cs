using System.Diagnostics;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>Nothing outside the chosen folder is read, and nothing hangs.</summary>
public sealed class ImageFolderLinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageFolderLinkTests()
    {
        Picture("outside/secret.png");
        Picture("chosen/cat/1.png");
    }

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void Constructor_LinksOutside_NotFollowedButListed()
    {
        Link("chosen/cat/absolute.png", _folder.At("outside/secret.png"));
        Link("chosen/cat/relative.png", "../../outside/secret.png");
        Link("chosen/dog", _folder.At("outside"));

        ImageFolderSource source = Open();

        source.Count.Should().Be(1);
        source.SkippedFiles.Select(skipped => Path.GetFileName(skipped.Path)).Should().Equal("absolute.png", "relative.png", "dog");
        source.SkippedFiles.Select(skipped => skipped.Reason).Should()
            .Equal("a link that leads out of the folder.", "a link that leads out of the folder.", "a link to a folder.");
    }

    [UnixFact]
    public void Constructor_LinkThroughAnotherLinkOutside_NotFollowed()
    {
        Link("chosen/way", _folder.At("outside"));
        Link("chosen/cat/2.png", "../way/secret.png");

        Open().Count.Should().Be(1);
    }

    [UnixFact]
    public void Constructor_LinkToFileInside_Followed()
    {
        Link("chosen/dog/1.png", "../cat/1.png");

        ImageFolderSource source = Open();

        source.ClassNames.Should().Equal("cat", "dog");
        source.Read(1).Bytes.ToArray().Should().Equal(source.Read(0).Bytes.ToArray());
    }

    [UnixFact]
    public void Constructor_ChosenFolderIsALinkItself_Opened()
    {
        Link("alias", "chosen");
        Link("chosen/cat/2.png", _folder.At("chosen/cat/1.png"));

        new ImageFolderSource(_folder.At("alias")).Count.Should().Be(2);
    }

    [UnixFact]
    public void Constructor_LinksInACircle_Ends()
    {
        Link("chosen/cat/inner", "..");
        Link("chosen/cat/a.png", "b.png");
        Link("chosen/cat/b.png", "a.png");

        Open().Count.Should().Be(1);
    }

    [UnixFact]
    public void Constructor_OnlyLinksOutside_MessageTellsOfThem()
    {
        File.Delete(_folder.At("chosen/cat/1.png"));
        Link("chosen/cat/2.png", _folder.At("outside/secret.png"));

        FluentActions.Invoking(Open).Should().Throw<ImageReadException>().WithMessage("*link was not followed*2.png*");

        Link("chosen/cat/3.png", _folder.At("outside/secret.png"));
        FluentActions.Invoking(Open).Should().Throw<ImageReadException>().WithMessage("* 2 links were not followed, the first: *");
    }

    [UnixFact]
    public void Constructor_BrokenLink_UndecodableFile()
    {
        Link("chosen/cat/2.png", "gone.png");

        FluentActions.Invoking(Open).Should().Throw<ImageReadException>().WithMessage("*2.png*");
    }

    [UnixFact]
    public void Constructor_PipeAmongTheFiles_RefusedWithoutWaiting()
    {
        using Process maker = Process.Start("mkfifo", _folder.At("chosen/cat/2.png"));
        maker.WaitForExit();
        Link("chosen/cat/3.png", "2.png");
        Link("chosen/cat/4.tif", "2.png");

        FluentActions.Invoking(Open)
            .Should().Throw<ImageReadException>().WithMessage("*2.png: the file is empty*3.png: the file is empty*");
    }

    private void Picture(string path) => _folder.Write(path, PictureFiles.Encode(PictureFiles.Noise(4, 4), 4));

    private void Link(string path, string target) => File.CreateSymbolicLink(_folder.At(path), target);

    private ImageFolderSource Open() => new(_folder.At("chosen"));
}

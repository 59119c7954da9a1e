using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>Lists: of files with labels, and of folders.</summary>
public sealed class ImageListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageListTests() => PictureFiles.WriteSquares(_folder, 3, 4, 5);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5.png\n3.png\n5.png", "5/ 3/ 5/", "")]
    [InlineData("5.png\r\n\r\n  3.png \r\n", "5/ 3/", "")]
    [InlineData("path\n4.png\n", "4/", "")]
    [InlineData("5.png,dog\n3.png,cat\n4.png,\n", "5/1 3/0 4/", "cat dog")]
    [InlineData("file,class\n5.png,2\n3.png,0\n", "5/2 3/0", "0 1 2")]
    [InlineData("Label,other,FileName\ndog,x,5.png\nant,\"y,\nz\",3.png\n", "5/1 3/0", "ant dog")]
    [InlineData("\"sub/a, \"\"b\"\".png\",\"one, two\"\n3.png,2\n", "6/1 3/0", "2|one, two")]
    [InlineData("\uFEFFimage,label\n3.png,0", "3/0", "0")]
    public void FromList_AnyForm_GivesFilesAndLabelsInOrder(string list, string expected, string classes)
    {
        if (!OperatingSystem.IsWindows())
            _folder.Write("sub/a, \"b\".png", PictureFiles.Encode(PictureFiles.Noise(6, 6), 6));
        else if (list.Contains("\"\"b"))
            return;

        ImageFileSource source = Open(list);

        string.Join(' ', Enumerable.Range(0, source.Count).Select(index => $"{source.Read(index).Width}/{source.GetLabel(index)}"))
            .Should().Be(expected);
        source.ClassNames.Should().Equal(classes.Split(classes.Contains('|') ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void FromList_GivenClassNames_LabelsFollowThem()
    {
        ImageFileOptions options = new() { ClassNames = ["dog", "cat", "ant"] };

        Open("3.png,ant\n4.png,dog", options).GetLabel(0).Should().Be(2);
        Open("3.png,2\n4.png,0", options).ClassNames.Should().Equal("dog", "cat", "ant");
        Failure("3.png,ant\n\n4.png,bee", options).Should().EndWith("list.csv: line 3: expected a class among dog, cat, ant, but found bee.");
        Failure("3.png,0\n4.png,3", options).Should().EndWith("line 2: expected a label from 0 to 2, but found 3.");
    }

    [Theory]
    [InlineData("", "expected a list of image files, one a line, but there is none.")]
    [InlineData("path,label\n", "expected a list of image files, one a line, but there is none.")]
    [InlineData("3.png,a\n4.png\n", "line 2: expected 2 fields as in the first line, but found 1. A path with a comma needs quotes.")]
    [InlineData("3.png\n4.png,b\n", "line 2: expected 1 field as in the first line, but found 2. A path with a comma needs quotes.")]
    [InlineData("3.png,a,b\n", "line 1: expected a path, or a path and a label, but found 3 fields. A path with a comma needs quotes.")]
    [InlineData("3.png,-1\n", "line 1: expected a label from 0 to 999999, but found -1.")]
    [InlineData("3.png,0\n4.png,1000000\n", "line 2: expected a label from 0 to 999999, but found 1000000.")]
    [InlineData("3.png,a\n\n,b\n", "line 3: expected the path of an image, but found none.")]
    [InlineData("3.png,\"a\nb\"c\n", "line 2: expected a comma or the end of the line behind a closed quote, found 'c'.")]
    [InlineData("3.png,a\n\"4.png,b\n", "line 2: a quote is not closed.")]
    public void FromList_WrongLine_IsNamed(string list, string message) => Failure(list).Should().EndWith("list.csv: " + message);

    [Fact]
    public void FromList_FileThatDoesNotExist_NamesTheLineOrIsSkipped()
    {
        Failure("3.png\ngone.png").Should().EndWith($"line 2: there is no file {_folder.At("gone.png")}.");

        ImageFileSource source = Open("3.png\ngone.png", new ImageFileOptions { UnreadableImages = UnreadableImages.Skip });
        source.Count.Should().Be(1);
        source.SkippedFiles.Should().ContainSingle().Which.Path.Should().Be(_folder.At("gone.png"));
    }

    [Fact]
    public void FromList_NoList_SaysSo()
    {
        FluentActions.Invoking(() => ImageFileSource.FromList(_folder.At("none.csv"))).Should().Throw<ImageReadException>().WithMessage("*none.csv*");
        FluentActions.Invoking(() => ImageFileSource.FromList(" ")).Should().Throw<ArgumentException>().WithParameterName("path");
    }

    [Fact]
    public void FromList_AnyDamage_OpensOrIsRefused()
    {
        byte[] sound = "path,label\n3.png,cat\n\"4.png\",\"d\"\"og\"\n5.png,12\n"u8.ToArray();
        Mutator mutator = new(21);
        int opened = 0, inputs = Mutator.Inputs(150);
        for (int number = 0; number < inputs; number++)
        {
            _folder.Write("list.csv", mutator.Mutate(sound, number));
            try
            {
                opened += ImageFileSource.FromList(_folder.At("list.csv"), new ImageFileOptions { UnreadableImages = UnreadableImages.Skip }).Count > 0 ? 1 : 0;
            }
            catch (ImageReadException failure)
            {
                failure.Message.Should().StartWith(_folder.At("list.csv"));
            }
        }

        opened.Should().BeInRange(1, inputs - 1);
    }

    [Fact]
    public void Folders_WithClassesInCommon_AreOneSource()
    {
        Squares(("b/dog", 3), ("b/ant", 4), ("a/dog", 5), ("a/cat", 6), ("b/dog", 7));

        ImageFolderSource source = new([_folder.At("b"), _folder.At("a/")]);

        source.ClassNames.Should().Equal("ant", "cat", "dog");
        Enumerable.Range(0, source.Count).Select(index => (source.Read(index).Width, source.GetLabel(index)))
            .Should().Equal((4, 0), (6, 1), (3, 2), (7, 2), (5, 2));
        (source.Folder, source.Folders.Count).Should().Be((_folder.At("b"), 2));
        new ImageFolderSource([_folder.At("b"), _folder.At("a")], new ImageFolderOptions { ClassNames = ["dog", "cat", "ant"] }).GetLabel(0).Should().Be(2);
    }

    [Fact]
    public void Folders_Unlabeled_ComeInTheirOrder()
    {
        Squares(("b", 3), ("a", 4));

        ImageFolderSource source = new([_folder.At("b"), _folder.At("a")]);

        source.ClassNames.Should().BeEmpty();
        source.GetLabel(1).Should().BeNull();
        source.Read(0).Width.Should().Be(3);
    }

    [Fact]
    public void Folders_ThatDoNotFit_AreRefused()
    {
        Squares(("b/dog", 3), ("a", 4));

        FluentActions.Invoking(() => new ImageFolderSource([_folder.At("b"), _folder.At("a")])).Should().Throw<ImageReadException>().WithMessage("*Layout*");
        FluentActions.Invoking(() => new ImageFolderSource([_folder.At("b"), _folder.At("none")])).Should().Throw<ImageReadException>().WithMessage("*none: *no such folder.");
        FluentActions.Invoking(() => new ImageFolderSource([_folder.At("b"), _folder.At("b/dog")])).Should().Throw<ArgumentException>().WithMessage("*dog is in *");
        FluentActions.Invoking(() => new ImageFolderSource([_folder.At("b"), _folder.At("b/")])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ImageFolderSource([])).Should().Throw<ArgumentException>().WithMessage("*at least one folder*");
        FluentActions.Invoking(() => new ImageFolderSource([_folder.At("b"), " "])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Folders_ClassUnreadInOneOnly_IsReadInTheOther()
    {
        Squares(("b/dog", 3));
        _folder.Write("a/dog/1.heic", "\0\0\0\u0018ftypheic");
        _folder.Write("a/cat/1.png", PictureFiles.Encode(PictureFiles.Noise(4, 4), 4));

        ImageFolderSource source = new([_folder.At("b"), _folder.At("a")]);

        source.Count.Should().Be(2);
        source.SkippedFiles.Should().ContainSingle();
    }

    private void Squares(params (string Folder, int Side)[] pictures)
    {
        foreach ((string folder, int side) in pictures)
            _folder.Write($"{folder}/{side}.png", PictureFiles.Encode(PictureFiles.Noise(side, side), side));
    }

    private ImageFileSource Open(string list, ImageFileOptions? options = null) => ImageFileSource.FromList(_folder.Write("list.csv", list), options);

    private string Failure(string list, ImageFileOptions? options = null)
        => FluentActions.Invoking(() => Open(list, options)).Should().Throw<ImageReadException>().Which.Message;
}

using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin/")]
    public void Open_Cifar10_BothSplits(string inner)
    {
        _folder.Write(inner + "data_batch_1.bin", CifarRecords.Cifar10(0, 1));
        _folder.Write(inner + "test_batch.bin", CifarRecords.Cifar10(2));

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        directory.Kind.Should().Be(ImageDatasetKind.Cifar10);
        directory.Training.Count.Should().Be(2);
        directory.Test!.GetLabel(0).Should().Be(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cifar-100-binary/")]
    public void Open_Cifar100WithoutTest_FineLabelsAndNoTest(string inner)
    {
        _folder.Write(inner + "train.bin", CifarRecords.Cifar100((3, 42)));

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        directory.Kind.Should().Be(ImageDatasetKind.Cifar100);
        directory.Training.GetLabel(0).Should().Be(42);
        directory.Test.Should().BeNull();
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    [InlineData("valid")]
    public void Open_TrainAndTest_TestLabeledAsTraining(string test)
    {
        Picture("train/ant/1.png");
        Picture("train/cat/1.png");
        Picture($"{test}/cat/2.png");

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        directory.Kind.Should().Be(ImageDatasetKind.TrainAndTest);
        directory.Training.Count.Should().Be(2);
        directory.Test!.GetLabel(0).Should().Be(1);
        directory.Test.ClassNames.Should().Equal("ant", "cat");
    }

    [Fact]
    public void Open_UnlabeledTrainingAndLabeledTest_TestHasItsOwnClasses()
    {
        Picture("train/1.png");
        Picture("test/ant/2.png");
        Picture("test/cat/3.png");

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        directory.Training.ClassNames.Should().BeEmpty();
        directory.Test!.ClassNames.Should().Equal("ant", "cat");
        directory.Test.GetLabel(1).Should().Be(1);
    }

    [Theory]
    [InlineData("Train/ant/1.png", "TEST/ant/1.png")]
    [InlineData("train/1.png", "validation/2.png")]
    [InlineData("training/ant/1.png", "testing/ant/1.png")]
    [InlineData("Training/1.png", "val/2.png")]
    public void Open_OtherSpellings_TrainAndTest(string training, string test)
    {
        Picture(training);
        Picture(test);

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        (directory.Kind, directory.Training.Count, directory.Test!.Count).Should().Be((ImageDatasetKind.TrainAndTest, 1, 1));
    }

    [Fact]
    public void Open_TrainOnly_NoTest()
    {
        Picture("train/ant/1.png");
        _folder.Write("documents/readme.txt", "about the images");

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        (directory.Kind, directory.Training.ClassNames[0], directory.Test).Should().Be((ImageDatasetKind.TrainAndTest, "ant", null));
    }

    [Fact]
    public void Open_TrainBesidePicturesOfAnotherFormat_IsAClass()
    {
        _folder.Write("car/1.heic", "\0\0\0\u0018ftypheic");
        Picture("train/1.png");

        ImageDataset directory = ImageDataset.Open(_folder.Path, new ImageFolderOptions { UnreadableImages = UnreadableImages.Skip });

        directory.Training.ClassNames.Should().Equal("car", "train");
    }

    [Fact]
    public void Open_PicturesOfAnotherFormatOnly_SaysSo()
    {
        _folder.Write("1.heic", "\0\0\0\u0018ftypheic");

        Failure().Should().Contain("none of 1 images can be read").And.Contain("1.heic: the file is a HEIC");
    }

    [Fact]
    public void Open_TrainAmongOtherVehicles_IsAClass()
    {
        Picture("car/1.png");
        Picture("train/1.png");

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        directory.Kind.Should().Be(ImageDatasetKind.ClassFolders);
        directory.Training.ClassNames.Should().Equal("car", "train");
    }

    [Fact]
    public void Open_Options_ReachTheReaders()
    {
        Picture("train/ant/1.png");
        _folder.Write("test/ant/1.png", "no image");
        Picture("test/ant/2.png");
        ImageFolderOptions options = new() { UnreadableImages = UnreadableImages.Skip, Decoding = { Channels = ImageChannels.Gray } };

        ImageDataset directory = ImageDataset.Open(_folder.Path, options);

        directory.Test!.Count.Should().Be(1);
        directory.Test.Read(0).Channels.Should().Be(1);
        options.ClassNames.Should().BeNull("the caller's options are not changed");
    }

    [UnixFact]
    public void Open_LinkedFolders_MessageTellsOfThem()
    {
        Picture("elsewhere/train/ant/1.png");
        Directory.CreateDirectory(_folder.At("chosen/"));
        Directory.CreateSymbolicLink(_folder.At("chosen/train"), _folder.At("elsewhere/train"));

        FluentActions.Invoking(() => ImageDataset.Open(_folder.At("chosen"))).Should().Throw<ImageReadException>()
            .WithMessage("*link was not followed*train*");
    }

    [Fact]
    public void Open_TestClassUnknownInTraining_NamesIt()
    {
        Picture("train/ant/1.png");
        Picture("test/zebra/1.png");

        Failure().Should().Contain("zebra").And.Contain("ant");
    }

    [Fact]
    public void Open_ClassFolders_NoTest()
    {
        Picture("ant/1.png");
        Picture("cat/1.png");

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        (directory.Kind, directory.Training.Count, directory.Test).Should().Be((ImageDatasetKind.ClassFolders, 2, null));
    }

    [Fact]
    public void Open_ImagesOnly_Unlabeled()
    {
        Picture("1.png");

        ImageDataset directory = ImageDataset.Open(_folder.Path);

        (directory.Kind, directory.Training.Count, directory.Test).Should().Be((ImageDatasetKind.Unlabeled, 1, null));
    }

    [Fact]
    public void Open_NoneOfThem_SaysWhatWasLookedForAndFound()
    {
        _folder.Write("table.csv", "1,2");
        _folder.Write("more/notes.txt", "none");

        Failure().Should().Contain("data_batch_1.bin").And.Contain("train.bin").And.Contain("class folders").And.Contain(".jpeg")
            .And.Contain("1 folder (more)").And.Contain("1 file (table.csv)");
    }

    [Fact]
    public void Open_ManyFilesAndNoFolder_CountsThemAndNamesTheFirstFive()
    {
        foreach (string name in new[] { "f", "e", "d", "c", "b" })
            _folder.Write(name, "");
        Failure().Should().Contain("found 0 folders and 5 files (b, c, d, e, f).");

        _folder.Write("a", "");
        Failure().Should().Contain("found 0 folders and 6 files (a, b, c, d, e, ...).");
    }

    [Fact]
    public void Open_EmptyText_NamesTheArgument()
        => FluentActions.Invoking(() => ImageDataset.Open("")).Should().Throw<ArgumentException>().WithParameterName("folder");

    [Fact]
    public void Open_EmptyFolder_SaysSo() => Failure().Should().Contain("empty");

    [Fact]
    public void Open_NoFolder_SaysSo()
        => FluentActions.Invoking(() => ImageDataset.Open(_folder.At("none")))
            .Should().Throw<ImageReadException>().WithMessage("*no such folder*");

    private void Picture(string path) => _folder.Write(path, PictureFiles.Encode(PictureFiles.Noise(4, 4), 4));

    private string Failure()
        => FluentActions.Invoking(() => ImageDataset.Open(_folder.Path)).Should().Throw<ImageReadException>().Which.Message;
}

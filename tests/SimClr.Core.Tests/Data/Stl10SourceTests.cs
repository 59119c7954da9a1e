using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Data;

public sealed class Stl10SourceTests : IDisposable
{
    private const int Side = 96;
    private const int ImageBytes = Side * Side * 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ColumnByColumnFile_GivesRows()
    {
        byte[] file = Noise(3);
        _folder.Write("train_X.bin", file);
        _folder.Write("train_y.bin", [10, 1, 4]);

        Stl10Source source = Stl10Source.Open(_folder.Path);

        Enumerable.Range(0, 3).Select(source.GetLabel).Should().Equal(9, 0, 3);
        source.ClassNames[9].Should().Be("truck");
        Image image = source.Read(1);
        (image.Width, image.Height, image.Channels, image.Layout).Should().Be((Side, Side, 3, PixelLayout.Planar));
        for (int channel = 0; channel < 3; channel++)
            for (int y = 0; y < Side; y++)
                for (int x = 0; x < Side; x++)
                    image.Bytes[(channel * Side + y) * Side + x].Should().Be(file[ImageBytes + (channel * Side + x) * Side + y]);
    }

    [Fact]
    public void Open_AllParts_AreOneDataset()
    {
        _folder.Write("stl10_binary/train_X.bin", Noise(2));
        _folder.Write("stl10_binary/train_y.bin", [1, 2]);
        _folder.Write("stl10_binary/test_X.bin", Noise(1));
        _folder.Write("stl10_binary/test_y.bin", [3]);
        _folder.Write("stl10_binary/unlabeled_X.bin", Noise(4));
        _folder.Write("stl10_binary/class_names.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");

        ImageDataset images = ImageDataset.Open(_folder.Path);

        (images.Kind, images.Training.Count, images.Test!.Count, images.Unlabeled!.Count).Should().Be((ImageDatasetKind.Stl10, 2, 1, 4));
        images.Test.ClassNames[images.Test.GetLabel(0)!.Value].Should().Be("c");
        images.Unlabeled.ClassNames.Should().BeEmpty();
        images.Unlabeled.GetLabel(3).Should().BeNull();
        images.Unlabeled.Read(3).Bytes.Length.Should().Be(ImageBytes);
    }

    [Fact]
    public void Open_TrainingAlone_HasNoOthers()
    {
        _folder.Write("train_X.bin", Noise(1));
        _folder.Write("train_y.bin", [1]);

        ImageDataset images = ImageDataset.Open(_folder.Path);

        images.Test.Should().BeNull();
        images.Unlabeled.Should().BeNull();
    }

    [Theory]
    [InlineData(ImageBytes - 1, new byte[] { 1 }, "train_X.bin: expected STL-10 images of 27648 bytes, but the file has 27647: image 0 ends after 27647.")]
    [InlineData(0, new byte[0], "train_X.bin: expected STL-10 images of 27648 bytes, but the file has 0*")]
    [InlineData(ImageBytes, new byte[] { 1, 2 }, "train_y.bin: expected 1 labels of one byte, one for each image, but the file has 2.")]
    [InlineData(ImageBytes * 2, new byte[] { 1, 0 }, "train_y.bin, record 1: expected an STL-10 label from 1 to 10, but found 0.")]
    [InlineData(ImageBytes * 2, new byte[] { 11, 1 }, "train_y.bin, record 0: expected an STL-10 label from 1 to 10, but found 11.")]
    public void Open_FilesThatDoNotFit_NamesFileAndRecord(int bytes, byte[] labels, string message)
    {
        _folder.Write("train_X.bin", new byte[bytes]);
        _folder.Write("train_y.bin", labels);

        FluentActions.Invoking(() => Stl10Source.Open(_folder.Path)).Should().Throw<ImageReadException>().WithMessage("*" + message);
    }

    [Fact]
    public void Open_MissingFiles_SaysWhich()
    {
        FluentActions.Invoking(() => Stl10Source.Open(_folder.Path, Stl10Split.Test)).Should().Throw<ImageReadException>().WithMessage("*test_X.bin*no such file.");
        FluentActions.Invoking(() => Stl10Source.Open(_folder.At("none"))).Should().Throw<ImageReadException>().WithMessage("*no such folder.");
        FluentActions.Invoking(() => Stl10Source.Open(_folder.Path, (Stl10Split)9)).Should().Throw<ArgumentOutOfRangeException>();
        _folder.Write("train_X.bin", new byte[ImageBytes]);
        _folder.Write("train_y.bin", [1]);
        _folder.Write("class_names.txt", "a\nb\n");
        FluentActions.Invoking(() => Stl10Source.Open(_folder.Path)).Should().Throw<ImageReadException>().WithMessage("*expected 10 class names*found 2.");
    }

    [UnixFact]
    public void Open_LinkOutOfTheFolder_IsRefused()
    {
        _folder.Write("elsewhere.bin", new byte[ImageBytes]);
        File.CreateSymbolicLink(_folder.At("stl/unlabeled_X.bin"), _folder.At("elsewhere.bin"));

        FluentActions.Invoking(() => Stl10Source.Open(_folder.At("stl"), Stl10Split.Unlabeled)).Should().Throw<ImageReadException>().WithMessage("*leads out of the folder.");
    }

    [Fact]
    public void Read_FileShrankSinceOpening_NamesTheRecord()
    {
        string file = _folder.Write("unlabeled_X.bin", Noise(2));
        Stl10Source source = Stl10Source.Open(_folder.Path, Stl10Split.Unlabeled);
        File.WriteAllBytes(file, new byte[ImageBytes + 5]);

        source.Read(0).Width.Should().Be(Side);
        FluentActions.Invoking(() => source.Read(1)).Should().Throw<ImageReadException>().WithMessage("*unlabeled_X.bin, record 1: *shorter*");
        FluentActions.Invoking(() => source.Read(2)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static byte[] Noise(int images)
    {
        RandomStream random = new(5, 0, images);
        return [.. Enumerable.Range(0, images * ImageBytes).Select(_ => (byte)random.NextUInt32())];
    }
}

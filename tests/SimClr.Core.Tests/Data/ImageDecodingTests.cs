using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

public sealed class ImageDecodingTests
{
    private static readonly byte[] Picture = PictureFiles.Encode(PictureFiles.Noise(7, 5), 7);

    [Theory]
    [InlineData(ImageChannels.Rgb)]
    [InlineData(ImageChannels.Gray)]
    public void Picture_FromFileBytesOrStream_IsAsFromAFolder(ImageChannels channels)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jpg", PictureFiles.Encode(PictureFiles.Noise(9, 6), 9, SKEncodedImageFormat.Jpeg));
        byte[] expected = new ImageFolderSource(folder.Path, new ImageFolderOptions { Decoding = { Channels = channels } }).Read(0).Bytes.ToArray();
        ImageDecodingOptions options = new() { Channels = channels };

        Image.Load(path, options).Bytes.ToArray().Should().Equal(expected);
        Image.Decode(File.ReadAllBytes(path), options).Bytes.ToArray().Should().Equal(expected);
        using FileStream stream = File.OpenRead(path);
        Image.Decode(stream, options).Bytes.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void Stream_ThatStandsInTheMiddle_IsReadFromThere()
    {
        using MemoryStream stream = new([1, 2, 3, .. Picture]) { Position = 3 };

        (Image.Decode(stream) is { Width: 7, Height: 5, Channels: 3 }).Should().BeTrue();
    }

    [Fact]
    public void Load_NoFile_NamesIt()
        => new Action(() => Image.Load("nowhere.png")).Should().Throw<ImageReadException>().WithMessage("*nowhere.png*");

    [Theory]
    [InlineData(new byte[0], "*empty*")]
    [InlineData(new byte[] { 1, 2, 3 }, "*not a JPEG, PNG*")]
    [InlineData(new byte[] { (byte)'I', (byte)'I', (byte)'+', 0, 8, 0, 0, 0 }, "*BigTIFF*")]
    public void Decode_NoPicture_SaysWhy(byte[] bytes, string message)
    {
        new Action(() => Image.Decode(bytes)).Should().Throw<ImageReadException>().WithMessage("the bytes of the image: " + message);
        new Action(() => Image.Decode(new MemoryStream(bytes))).Should().Throw<ImageReadException>().WithMessage("the stream of the image: " + message);
    }

    [Fact]
    public void Decode_MoreThanAllowed_IsRefused()
    {
        new Action(() => Image.Decode(Picture, new ImageDecodingOptions { MaximumPixels = 34 }))
            .Should().Throw<ImageReadException>().WithMessage("*7 x 5 pixels*34 allowed*");
        new Action(() => Image.Decode(new MemoryStream(Picture), new ImageDecodingOptions { MaximumFileBytes = Picture.Length - 1 }))
            .Should().Throw<ImageReadException>().WithMessage($"*more than the {Picture.Length - 1} bytes*");
        new Action(() => Image.Decode(Picture, new ImageDecodingOptions { MaximumFileBytes = 0 })).Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public void Decode_EveryShorterFile_IsRefused()
    {
        for (int length = 0; length < Picture.Length - 20; length++) // Checksums and the last chunk of a PNG, IEND, are not needed.
            new Action(() => Image.Decode(Picture.AsSpan(0, length))).Should().Throw<ImageReadException>();
    }

    [Fact]
    public void FileSource_PathsAndLabels_KeepTheirOrder()
    {
        using TemporaryFolder folder = new();
        string[] paths = PictureFiles.WriteSquares(folder, 3, 4, 5);

        ImageFileSource source = new([paths[2], paths[0], paths[2]], [1, null, 0], new ImageFileOptions { ClassNames = ["cat", "dog"] });

        source.Count.Should().Be(3);
        Enumerable.Range(0, 3).Select(index => source.Read(index).Width).Should().Equal(5, 3, 5);
        Enumerable.Range(0, 3).Select(source.GetLabel).Should().Equal(1, null, 0);
        Enumerable.Range(0, 3).Select(source.GetPath).Should().Equal(paths[2], paths[0], paths[2]);
        source.ClassNames.Should().Equal("cat", "dog");
    }

    [Fact]
    public void FileSource_LabelsWithoutNames_NumbersTheClasses()
    {
        using TemporaryFolder folder = new();

        new ImageFileSource(PictureFiles.WriteSquares(folder, 3, 4), [2, 0]).ClassNames.Should().Equal("0", "1", "2");
        new ImageFileSource(PictureFiles.WriteSquares(folder, 3, 4)).ClassNames.Should().BeEmpty();
    }

    [Fact]
    public void FileSource_BadLists_AreRefusedByIndex()
    {
        new Func<object>(() => new ImageFileSource([])).Should().Throw<ArgumentException>().WithMessage("*at least one file*");
        new Func<object>(() => new ImageFileSource(["a.png", " "])).Should().Throw<ArgumentException>().WithMessage("*index 1*");
        new Func<object>(() => new ImageFileSource(["a.png"], [1, 2])).Should().Throw<ArgumentException>().WithMessage("*1 labels*found 2*");
        new Func<object>(() => new ImageFileSource(["a.png", "b.png"], [0, 2], new() { ClassNames = ["x", "y"] }))
            .Should().Throw<ArgumentException>().WithMessage("*from 0 to 1*index 1*found 2*b.png*");
        new Func<object>(() => new ImageFileSource(["a.png"], [-1])).Should().Throw<ArgumentException>().WithMessage("*index 0*-1*");
        new Func<object>(() => new ImageFileSource(["nowhere.png"])).Should().Throw<ImageReadException>()
            .WithMessage("1 of 1 images cannot be read (ImageFileOptions.UnreadableImages = Skip leaves them out):*nowhere.png*");
    }

    [Fact]
    public void FileSource_DamagedFile_IsLeftOutIfWanted()
    {
        using TemporaryFolder folder = new();
        string[] paths = [.. PictureFiles.WriteSquares(folder, 3, 4), folder.Write("bad.png", "no picture")];

        ImageFileSource source = new([paths[2], paths[0], paths[1]], [0, 1, 2], new() { UnreadableImages = UnreadableImages.Skip });

        source.Count.Should().Be(2);
        source.GetLabel(0).Should().Be(1);
        source.SkippedFiles.Should().ContainSingle().Which.Path.Should().Be(paths[2]);
    }
}

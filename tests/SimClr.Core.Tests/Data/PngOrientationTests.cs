using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>The orientation in a PNG file's eXIf chunk; its eight values are compared with Pillow's in <see cref="ImageFolderGoldenTests"/>.</summary>
public sealed class PngOrientationTests : IDisposable
{
    private static readonly byte[] Png = PictureFiles.Encode(PictureFiles.Noise(3, 2), 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Read_QuarterTurn_Upright(bool littleEndian, bool behindPixels)
        => Upright(PictureFiles.WithChunk(Png, "eXIf", PictureFiles.Exif(6, littleEndian), behindPixels)).Should().BeTrue();

    [Fact]
    public void Read_JpegsPrefixInTheChunk_Upright()
        => Upright(PictureFiles.WithChunk(Png, "eXIf", [.. "Exif\0\0"u8, .. PictureFiles.Exif(6)])).Should().BeTrue();

    [Fact]
    public void Read_WrongChecksum_Upright()
    {
        byte[] file = PictureFiles.WithChunk(Png, "eXIf", PictureFiles.Exif(6));
        file[file.AsSpan().IndexOf("IDAT"u8) - 5] ^= 1;

        Upright(file).Should().BeTrue("the checksum of a chunk that is not needed is no reason to refuse a picture");
    }

    [Fact]
    public void Read_OtherTagsBefore_Upright()
        => Upright(PictureFiles.WithChunk(Png, "eXIf", [
            .. "MM"u8, 0, 42, 0, 0, 0, 12, 1, 2, 3, 4, 0, 2,
            1, 0x0F, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0,
            1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0])).Should().BeTrue();

    [Theory]
    [InlineData(10, 0xFF, "a directory beyond the end")]
    [InlineData(0, 0x4E, "neither byte order")]
    [InlineData(3, 43, "no TIFF")]
    [InlineData(13, 4, "another type")]
    [InlineData(19, 0, "no orientation")]
    [InlineData(19, 9, "no orientation")]
    [InlineData(18, 1, "no orientation")]
    [InlineData(11, 0x13, "another tag")]
    [InlineData(9, 0, "an empty directory")]
    public void Read_ExifThatMakesNoSense_AsStored(int at, byte value, string why)
    {
        byte[] exif = PictureFiles.Exif(6);
        exif[at == 10 ? 4 : at] = value;

        Upright(PictureFiles.WithChunk(Png, "eXIf", exif)).Should().BeFalse(why);
    }

    [Fact]
    public void Read_ChunkOfAnySmallLength_ReadAsStored()
    {
        byte[] exif = PictureFiles.Exif(6);
        for (int length = 0; length < 20; length++)
            Upright(PictureFiles.WithChunk(Png, "eXIf", exif[..length])).Should().BeFalse("{0} bytes hold no entry", length);
    }

    private bool Upright(byte[] png)
    {
        _folder.Write("1.png", png);
        Image image = new ImageFolderSource(_folder.Path).Read(0);
        byte[] stored = PictureFiles.Noise(3, 2);
        if (image.Width == 3)
        {
            image.Bytes.ToArray().Should().Equal(stored);
            return false;
        }

        // Turned clockwise: the first column, from below, is the first row.
        int[] order = [3, 0, 4, 1, 5, 2];
        image.Bytes.ToArray().Should().Equal(order.SelectMany(pixel => stored[(pixel * 3)..(pixel * 3 + 3)]));
        return true;
    }
}

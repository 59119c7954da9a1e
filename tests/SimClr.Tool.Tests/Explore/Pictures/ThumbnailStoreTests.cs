using SimClr.Core.Data;
using SimClr.Tool.Explore.Pictures;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Explore.Pictures;

public sealed class ThumbnailStoreTests : IDisposable
{
    private readonly ExampleCollection _collection = new();
    private readonly TemporaryFolder _folder = new();

    private ThumbnailStore Store => new(_collection.Pictures, _folder.Path);

    private string[] Kept => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);

    public void Dispose()
    {
        _collection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Get_Twice_MakesItOnce()
    {
        byte[] first = await Store.GetAsync(_collection.PathOf(0), CancellationToken.None);
        DateTime made = File.GetLastWriteTimeUtc(Kept.Single());
        (await Store.GetAsync(_collection.PathOf(0), CancellationToken.None)).Should().Equal(first);
        File.GetLastWriteTimeUtc(Kept.Single()).Should().Be(made);
    }

    [Fact]
    public async Task Get_ChangedPicture_IsMadeAnew()
    {
        byte[] before = await Store.GetAsync(_collection.PathOf(0), CancellationToken.None);
        ColorPicture.Write(_collection.PathOf(0), SKColors.Yellow, 999);
        (await Store.GetAsync(_collection.PathOf(0), CancellationToken.None)).Should().NotEqual(before);
    }

    [Fact]
    public async Task Get_SeveralAtOnce_LeavesNothingUnfinished()
    {
        ThumbnailStore store = Store;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => store.GetAsync(_collection.PathOf(i % 4), CancellationToken.None)));
        Kept.Should().HaveCount(4).And.OnlyContain(path => path.EndsWith(".webp"));
    }

    [Fact]
    public async Task Get_DamagedPicture_IsAnError()
    {
        File.WriteAllText(_collection.PathOf(0), "no picture");
        await FluentActions.Awaiting(() => Store.GetAsync(_collection.PathOf(0), CancellationToken.None)).Should().ThrowAsync<ImageReadException>();
        Kept.Should().BeEmpty();
    }

    [Theory]
    [InlineData(400, 200, 128, 64)]
    [InlineData(50, 300, 21, 128)]
    [InlineData(2000, 1, 128, 1)]
    [InlineData(30, 20, 30, 20)]
    public void ToWebP_Picture_KeepsItsShapeAndColor(int width, int height, int expectedWidth, int expectedHeight)
    {
        string path = _folder.Combine("picture.png");
        using (SKBitmap bitmap = new(width, height))
        {
            bitmap.Erase(new SKColor(200, 100, 50));
            using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(path, data.ToArray());
        }

        using SKBitmap small = SKBitmap.Decode(PictureRendering.ToWebP(path, 128, 90));

        (small.Width, small.Height).Should().Be((expectedWidth, expectedHeight));
        SKColor color = small.GetPixel(0, 0);
        // WebP rounds colors to other axes, and halves them between pixels.
        ((int)color.Red).Should().BeCloseTo(200, 6);
        ((int)color.Green).Should().BeCloseTo(100, 6);
        ((int)color.Blue).Should().BeCloseTo(50, 6);
    }
}

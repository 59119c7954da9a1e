using SimClr.Tool.Tests.Explore.Chromium;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Explore;

/// <summary>A picture from elsewhere: its neighbors, and its place on the map.</summary>
public sealed class ExploreDroppedTests(ChromiumBrowser browser) : ExplorePageTest(browser)
{
    [ChromiumFact]
    public async Task Drop_Picture_FindsItFirst()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await page.MiddleOfAsync("#map");

        await page.DropAsync(x, y, Collection.PathOf(50));

        await page.WaitForAsync($"{PanelTitle} === 'Like 20.png' && document.querySelector('#details .tile')");
        (await page.EvaluateAsync<string>("document.querySelector('#details .tile button').title")).Should().Be("20.png, green, 1.000");
        await page.WaitForAsync("document.querySelector('#details .preview').naturalWidth === 32");
        (await page.EvaluateAsync<string>("document.querySelector('#announce').textContent")).Should().Contain("The map shows where it belongs");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Choose_Picture_IsMarkedWhereItBelongs()
    {
        await using ChromiumPage page = await OpenAsync();
        string file = Path.Combine(Collection.Workspace.Folder, "stranger.png");
        ColorPicture.Write(file, SKColors.Green, 0);
        (double x, double y) = await PlaceOfNearestAsync(page, file);

        (await IsMarkedAsync(page, x, y)).Should().BeFalse("nothing was looked for");
        await page.ChooseFileAsync("#search-file", file);
        await page.WaitForAsync($"{PanelTitle} === 'Like stranger.png' && document.querySelector('#details .preview').naturalWidth === 32");
        (await IsMarkedAsync(page, x, y)).Should().BeTrue();

        await page.KeyAsync("Escape");
        await page.WaitForAsync("document.querySelector('#details .empty')");
        (await IsMarkedAsync(page, x, y)).Should().BeFalse("it is gone with the selection");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Choose_TiffFile_HasAPreviewThoughNoBrowserShowsIt()
    {
        await using ChromiumPage page = await OpenAsync();
        string file = Path.Combine(Collection.Workspace.Folder, "scan.tif");
        GrayTiff.Write(file, 40, 20);

        await page.ChooseFileAsync("#search-file", file);

        await page.WaitForAsync($"{PanelTitle} === 'Like scan.tif' && document.querySelector('#details .preview').naturalWidth === 40");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Choose_FileThatIsNoPicture_SaysWhyAndLeavesThePage()
    {
        await using ChromiumPage page = await OpenAsync();
        string file = Path.Combine(Collection.Workspace.Folder, "letter.jpg");
        await File.WriteAllTextAsync(file, "Dear all,");

        await page.ChooseFileAsync("#search-file", file);

        await page.WaitForAsync("!document.querySelector('#notice').hidden && document.querySelector('#details .empty')");
        (await page.EvaluateAsync<string>("document.querySelector('#notice').textContent")).Should().StartWith("letter.jpg: the file is not a JPEG,");
    }

    // The example's map places a picture where the one is that is most like it.
    private async Task<(double X, double Y)> PlaceOfNearestAsync(ChromiumPage page, string file)
    {
        var picture = await Collection.Exhibition.Dropped.EmbedAsync(await File.ReadAllBytesAsync(file), CancellationToken.None);
        return await ExampleOnPage.PlaceAsync(page, Collection.Exhibition.Search.Find(picture.Vector, 1)[0].Index);
    }

    // The stem ends at the place, and the picture, which is green, stands above it.
    private static async Task<bool> IsMarkedAsync(ChromiumPage page, double x, double y)
    {
        await page.EvaluateAsync<bool>("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        using SKBitmap window = SKBitmap.Decode(await page.ScreenshotAsync());
        SKColor stem = window.GetPixel((int)x, (int)y - 12), picture = window.GetPixel((int)x - 18, (int)y - 36);
        return stem is { Red: < 20, Green: > 90 and < 120, Blue: > 150 } && picture is { Red: < 40, Green: > 100, Blue: < 40 };
    }
}

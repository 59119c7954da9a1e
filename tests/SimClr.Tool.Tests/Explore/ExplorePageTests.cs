using System.Text.Json;
using SimClr.Tool.Explore;
using SimClr.Tool.Tests.Explore.Chromium;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Explore;

/// <summary>Each thing that a user can do on the page, done in a real browser.</summary>
public sealed class ExplorePageTests(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>, IAsyncLifetime
{
    private const string PanelTitle = "document.querySelector('#details h2')?.textContent";
    private const string PanelCount = "document.querySelector('#details .count')?.textContent";
    private const string IsDrawn = "document.querySelector('#legend').children.length > 0 && document.querySelector('#thresholds').children.length > 0";

    private readonly ExampleCollection _collection = new ExampleCollection().Prepare();
    private ExploreServer _server = null!;

    public async Task InitializeAsync() => _server = await ExploreServer.StartAsync(_collection.Exhibition, 0, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _collection.Dispose();
    }

    [ChromiumFact]
    public async Task Page_Opened_ShowsTheCollectionWithoutItsToken()
    {
        await using ChromiumPage page = await OpenAsync();

        (await page.EvaluateAsync<string>("location.pathname + location.search")).Should().Be("/");
        (await page.EvaluateAsync<string>("document.querySelector('h1').textContent")).Should().Be("colors 90 pictures");
        (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#legend .entry')].map(e => e.textContent)"))
            .Should().Equal("blue30", "green30", "red30");
        (await page.EvaluateAsync<string>("document.querySelector('#damaged-list').textContent")).Should().Be("red/broken.png");
        (await InkAsync(page)).Should().BeGreaterThan(100, "there are 90 dots of several pixels");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Page_OfEitherRenderer_DrawsTheSamePoints()
    {
        int[] ink = new int[2];
        foreach ((int i, string renderer) in new[] { "2d", "webgl" }.Index())
        {
            await using ChromiumPage page = await browser.OpenAsync(new Uri(_server.Address + $"#renderer={renderer}"));
            await page.WaitForAsync(IsDrawn);
            ink[i] = await InkAsync(page);
            page.Problems.Should().BeEmpty();
        }

        // Edges differ: about a pixel round each dot of about 12.
        ((double)ink[0]).Should().BeInRange(0.7 * ink[1], 1.4 * ink[1]);
    }

    [ChromiumFact]
    public async Task Hover_Point_ShowsItsPicture()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await PlaceAsync(page, 45);

        await page.MoveAsync(x, y);

        await page.WaitForAsync("!document.querySelector('#hover').hidden && document.querySelector('#hover img').naturalWidth === 32");
        (await page.EvaluateAsync<string>("document.querySelector('#hover').textContent")).Should().Be("green15.png");
    }

    [ChromiumFact]
    public async Task Click_Point_ShowsItsPictureAndNeighborsAndEscapeClosesIt()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await PlaceAsync(page, 3);

        await page.ClickAsync(x, y);

        await page.WaitForAsync($"{PanelTitle} === '03.png' && document.querySelector('#details .full').naturalWidth === 32");
        await page.WaitForAsync("document.querySelectorAll('#details .tile').length >= 9");
        (await page.EvaluateAsync<string>("document.querySelector('#details .issues').textContent")).Should().Contain("Exact duplicate").And.Contain("the same pixels");
        await page.ClickAsync("#details .tile button");
        await page.WaitForAsync($"{PanelTitle} !== '03.png'");
        await page.KeyAsync("Escape");
        await page.WaitForAsync("document.querySelector('#details .empty')");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task DragAndWheel_Map_MoveAndZoomAndTheAddressKeepsIt()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await page.MiddleOfAsync("#map");

        await page.DragAsync(false, (x, y), (x + 30, y + 10), (x + 80, y + 40));
        await page.WaitForAsync("/at=-[0-9.]+,[0-9.]+,1$/.test(location.hash)");
        await page.WheelAsync(x, y, -300);
        await page.WaitForAsync("/,1\\.6[0-9]*$/.test(location.hash)");
    }

    [ChromiumFact]
    public async Task Lasso_RoundAGroup_SelectsItAsAGrid()
    {
        await using ChromiumPage page = await OpenAsync();
        await LassoGroupAsync(page, 0);

        await page.WaitForAsync($"{PanelTitle} === 'Lasso' && {PanelCount} === '30 pictures'");
        (await page.EvaluateAsync<int>("document.querySelectorAll('#details .tile').length")).Should().Be(30);
        (await page.EvaluateAsync<string>("document.querySelector('#details .tile button').title")).Should().Be("00.png, blue");
    }

    [ChromiumFact]
    public async Task Color_EachChoice_IsDrawnAndExplained()
    {
        await using ChromiumPage page = await OpenAsync();
        string[] choices = await page.EvaluateAsync<string[]>("[...document.querySelector('#color').options].map(o => o.value)");
        choices.Should().Equal("class", "cluster", "issue", "outlier", "label", "nearest", "brightness", "blur");
        HashSet<string> seen = [];
        foreach (string choice in choices)
        {
            await page.EvaluateAsync<bool>($"(() => {{ const c = document.querySelector('#color'); c.value = '{choice}'; return c.dispatchEvent(new Event('change')); }})()");
            await page.WaitForAsync($"location.hash.includes('color={choice}') && document.querySelector('#legend').children.length > 0");
            seen.Add(await page.EvaluateAsync<string>("document.querySelector('#legend').innerHTML"));
        }

        seen.Should().HaveCountGreaterThan(4, "kinds, groups, issues and scores have other legends");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Threshold_Moved_CountsAndShowsAtOnce()
    {
        await using ChromiumPage page = await OpenAsync();

        await page.EvaluateAsync<bool>("(() => { const s = document.querySelector('.threshold:nth-child(2) input'); s.value = '0.8'; return s.dispatchEvent(new Event('input')); })()");

        // Scores are 0, 0.01, ... 0.89.
        (await page.EvaluateAsync<string>("document.querySelector('.threshold:nth-child(2) output').textContent")).Should().StartWith("10 pictures");
        await page.WaitForAsync($"{PanelTitle} === 'Outliers' && {PanelCount} === '10 pictures' && location.hash.includes('sel=outlier:0.8')");
        (await page.EvaluateAsync<string>("document.querySelector('#details .tile button').title")).Should().Be("29.png, red", "the highest score comes first");
    }

    [ChromiumFact]
    public async Task Tag_Selection_IsKeptAndExported()
    {
        await using ChromiumPage page = await OpenAsync();
        await page.ClickAsync("#legend .entry:nth-child(3)");
        await page.WaitForAsync($"{PanelTitle} === 'Class red'");
        await page.KeyAsync("t");
        await page.WaitForAsync("document.querySelector('#tag-dialog').open");
        await page.TypeAsync("warm <b>");
        await page.KeyAsync("Enter");

        await page.WaitForAsync("document.querySelector('#tags .chip')?.textContent === 'warm <b>30'");
        _collection.Exhibition.Tags.All.Should().ContainSingle(tag => tag.Name == "warm <b>" && tag.Pictures.Count == 30 && tag.Pictures[0] == 60);
        File.ReadAllText(_collection.Workspace.In("tags.json")).Should().Contain("red/29.png");
        (await ExportAsync(page)).Should().HaveCount(30).And.StartWith("red/00.png");
    }

    [ChromiumFact]
    public async Task Drop_Picture_FindsItFirst()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await page.MiddleOfAsync("#map");

        await page.DropAsync(x, y, _collection.PathOf(50));

        await page.WaitForAsync($"{PanelTitle} === 'Like 20.png' && document.querySelector('#details .tile')");
        (await page.EvaluateAsync<string>("document.querySelector('#details .tile button').title")).Should().Be("20.png, green, 1.000");
        (await page.EvaluateAsync<int>("document.querySelector('#details .preview').naturalWidth")).Should().Be(32);
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Search_ByName_SelectsThoseFiles()
    {
        await using ChromiumPage page = await OpenAsync();
        await page.KeyAsync("/");
        await page.TypeAsync("GREEN/1");
        await page.KeyAsync("Enter");

        await page.WaitForAsync($"{PanelCount} === '10 pictures'");
        (await page.EvaluateAsync<string>("document.querySelector('#announce').textContent")).Should().Contain("10 pictures");
    }

    [ChromiumFact]
    public async Task Keys_Pressed_DoWhatHelpSays()
    {
        await using ChromiumPage page = await OpenAsync();
        await page.KeyAsync("?");
        await page.WaitForAsync("document.querySelector('#help').open");
        await page.KeyAsync("Escape");
        await page.WaitForAsync("!document.querySelector('#help').open && document.activeElement === document.body");
        await page.KeyAsync("+");
        await page.KeyAsync("ArrowLeft");
        await page.WaitForAsync("/at=-[0-9.]+,0,1\\.5$/.test(location.hash)");
        await page.KeyAsync("0");
        await page.WaitForAsync("!location.hash.includes('at=')");
        await page.KeyAsync("p");
        await page.WaitForAsync("document.querySelector('#tool-pictures').getAttribute('aria-pressed') === 'true'");
        await page.KeyAsync("Enter");
        await page.WaitForAsync("document.querySelector('#details .full')");
        bool wasDark = await page.EvaluateAsync<bool>(IsDark);
        await page.KeyAsync("d");
        (await page.EvaluateAsync<bool>(IsDark)).Should().Be(!wasDark);
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Theme_OfTheSystem_IsFollowed()
    {
        await using ChromiumPage page = await OpenAsync();
        foreach (string scheme in (string[])["dark", "light"])
        {
            await page.EvaluateAsync<bool>("(() => { localStorage.clear(); delete document.documentElement.dataset.theme; return true; })()");
            await page.SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } });
            (await page.EvaluateAsync<bool>(IsDark)).Should().Be(scheme == "dark");
        }
    }

    [ChromiumFact]
    public async Task Address_OpenedAgain_ShowsTheSame()
    {
        await using ChromiumPage page = await OpenAsync();
        await page.EvaluateAsync<bool>("(() => { location.hash = '#color=blur&sel=class:1&pic=42&at=0.1,0.2,2'; return true; })()");

        await page.WaitForAsync($"{IsDrawn} && {PanelTitle} === '12.png' && document.querySelector('#color').value === 'blur'");
        await page.KeyAsync("Escape");
        await page.WaitForAsync($"{PanelTitle} === 'Class green'");
        (await page.EvaluateAsync<string>("location.hash")).Should().Be("#color=blur&sel=class:1&pic=42&at=0.1,0.2,2", "the address follows a moment later");
        await page.WaitForAsync("location.hash === '#color=blur&sel=class:1&at=0.1,0.2,2'");
    }

    [ChromiumFact]
    public async Task Phone_Width_HasOneColumnAndSheets()
    {
        await using ChromiumPage page = await OpenAsync(390, 844);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().Be(390, "nothing is wider than the window");
        (await page.EvaluateAsync<double>("document.querySelector('#map').getBoundingClientRect().width")).Should().Be(390);

        await page.ClickAsync("#sheet-controls");
        await page.WaitForAsync("document.querySelector('#controls').getBoundingClientRect().top < 500");
        await page.ClickAsync("#legend .entry:nth-child(1)");
        await page.WaitForAsync("document.querySelector('#details').getBoundingClientRect().top < 500 && document.querySelector('#details .tile')");
        (await page.EvaluateAsync<string>("document.querySelector('#sheet-controls').getAttribute('aria-expanded')")).Should().Be("false");
    }

    [ChromiumFact]
    public async Task Controls_ForScreenReaders_AllHaveNames()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await PlaceAsync(page, 3);
        await page.ClickAsync(x, y);
        await page.WaitForAsync("document.querySelector('#details .tile')");
        await page.SendAsync("Accessibility.enable");

        JsonElement tree = await page.SendAsync("Accessibility.getFullAXTree");

        string[] roles = ["button", "combobox", "slider", "searchbox", "textbox", "application", "img", "image", "progressbar"];
        var controls = tree.GetProperty("nodes").EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean() && roles.Contains(node.GetProperty("role").GetProperty("value").GetString()))
            .Select(node => (Role: node.GetProperty("role").GetProperty("value").GetString(), Name: node.TryGetProperty("name", out JsonElement name) ? name.GetProperty("value").GetString() : ""))
            .ToArray();
        controls.Should().HaveCountGreaterThan(25).And.OnlyContain(control => !string.IsNullOrWhiteSpace(control.Name));
    }

    private const string IsDark = "getComputedStyle(document.documentElement).colorScheme === 'dark'";

    private async Task<ChromiumPage> OpenAsync(int width = 1400, int height = 900)
    {
        ChromiumPage page = await browser.OpenAsync(_server.Address, width, height);
        await page.WaitForAsync(IsDrawn);
        return page;
    }

    // Where a point is in the window, as long as the map is shown whole.
    private static async Task<(double X, double Y)> PlaceAsync(ChromiumPage page, int index)
    {
        double[] area = await page.EvaluateAsync<double[]>("(() => { const r = document.querySelector('#map').getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })()");
        var points = ExampleCollection.Points();
        (float left, float right, float low, float high) = (points.Min(p => p.X), points.Max(p => p.X), points.Min(p => p.Y), points.Max(p => p.Y));
        double scale = 0.92 * Math.Min(area[2] / (right - left), area[3] / (high - low));
        return (area[0] + area[2] / 2 + (points[index].X - (left + right) / 2) * scale, area[1] + area[3] / 2 - (points[index].Y - (low + high) / 2) * scale);
    }

    private static async Task LassoGroupAsync(ChromiumPage page, int group)
    {
        var places = new List<(double X, double Y)>();
        for (int i = 0; i < ExampleCollection.PerClass; i++)
            places.Add(await PlaceAsync(page, group * ExampleCollection.PerClass + i));
        (double left, double right, double top, double bottom) = (places.Min(p => p.X) - 12, places.Max(p => p.X) + 12, places.Min(p => p.Y) - 12, places.Max(p => p.Y) + 12);
        await page.DragAsync(true, (left, top), (right, top), (right, bottom), (left, bottom), (left, top + 6));
    }

    // How many pixels of the map are strongly colored, whatever has drawn them.
    private static async Task<int> InkAsync(ChromiumPage page)
    {
        using SKBitmap window = SKBitmap.Decode(await page.ScreenshotAsync());
        int ink = 0;
        for (int y = 60; y < window.Height; y++)
            for (int x = 270; x < window.Width - 450; x++)
            {
                window.GetPixel(x, y).ToHsv(out _, out float saturation, out _);
                ink += saturation > 50 ? 1 : 0;
            }

        return ink;
    }

    // The download itself is the browser's business; what is handed to it is not.
    private static async Task<string[]> ExportAsync(ChromiumPage page)
    {
        await page.EvaluateAsync<bool>("(() => { window.exported = null; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => { window.exported = text; }); return make.call(URL, blob); }; return true; })()");
        await page.KeyAsync("e");
        await page.WaitForAsync("window.exported");
        return (await page.EvaluateAsync<string>("window.exported")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

using SimClr.Tool.Tests.Explore.Chromium;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Explore;

/// <summary>What a user sees on the page, and how it is moved, colored and read.</summary>
public sealed class ExplorePageTests(ChromiumBrowser browser) : ExplorePageTest(browser)
{
    private const string IsDark = "getComputedStyle(document.documentElement).colorScheme === 'dark'";

    [ChromiumFact]
    public async Task Page_Opened_ShowsTheCollectionWithoutItsToken()
    {
        await using ChromiumPage page = await OpenAsync();

        (await page.EvaluateAsync<string>("location.pathname + location.search")).Should().Be("/");
        (await page.EvaluateAsync<string>("document.querySelector('h1').textContent")).Should().Be("colors 90 pictures");
        (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#legend .entry')].map(e => e.textContent)"))
            .Should().Equal("blue30", "green30", "red30");
        (await page.EvaluateAsync<string>("document.querySelector('#damaged-list').innerText")).Should().Be("red/broken.png\nno picture");
        (await ExampleOnPage.InkAsync(page)).Should().BeGreaterThan(100, "there are 90 dots of several pixels");
        page.Problems.Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Page_OfEitherRenderer_DrawsTheSamePoints()
    {
        int[] ink = new int[2];
        foreach ((int i, string renderer) in new[] { "2d", "webgl" }.Index())
        {
            await using ChromiumPage page = await Browser.OpenAsync(new Uri(Server.Address + $"#renderer={renderer}"));
            await page.WaitForAsync(IsDrawn);
            ink[i] = await ExampleOnPage.InkAsync(page);
            page.Problems.Should().BeEmpty();
        }

        // Edges differ: about a pixel round each dot of about 12.
        ((double)ink[0]).Should().BeInRange(0.7 * ink[1], 1.4 * ink[1]);
    }

    [ChromiumFact]
    public async Task Hover_Point_ShowsItsPicture()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await ExampleOnPage.PlaceAsync(page, 45);

        await page.MoveAsync(x, y);

        await page.WaitForAsync("!document.querySelector('#hover').hidden && document.querySelector('#hover img').naturalWidth === 32");
        (await page.EvaluateAsync<string>("document.querySelector('#hover').textContent")).Should().Be("green15.png");
    }

    [ChromiumFact]
    public async Task Click_Point_ShowsItsPictureAndNeighborsAndEscapeClosesIt()
    {
        await using ChromiumPage page = await OpenAsync();
        (double x, double y) = await ExampleOnPage.PlaceAsync(page, 3);

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
}

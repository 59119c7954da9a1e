using SimClr.Tool.Tests.Explore.Chromium;

namespace SimClr.Tool.Tests.Explore;

/// <summary>The page on a narrow window, and under fingers.</summary>
public sealed class ExplorePhoneTests(ChromiumBrowser browser) : ExplorePageTest(browser)
{
    private const int Width = 390;
    private const int Height = 844;

    // Where the map is looked at from, as the address has it: x, y, zoom.
    private const string Place = "(location.hash.match(/at=([^&]*)/)?.[1] ?? '0,0,1').split(',').map(Number)";

    [ChromiumFact]
    public async Task Phone_Width_HasOneColumnAndSheets()
    {
        await using ChromiumPage page = await OpenAsync(Width, Height);
        (await page.EvaluateAsync<double>("document.querySelector('#map').getBoundingClientRect().width")).Should().Be(Width);

        await page.ClickAsync("#sheet-controls");
        await page.WaitForAsync("document.querySelector('#controls').getBoundingClientRect().top < 500");
        await page.ClickAsync("#legend .entry:nth-child(1)");
        await page.WaitForAsync("document.querySelector('#details').getBoundingClientRect().top < 500 && document.querySelector('#details .tile')");
        (await page.EvaluateAsync<string>("document.querySelector('#sheet-controls').getAttribute('aria-expanded')")).Should().Be("false");
    }

    [ChromiumTheory]
    [InlineData("document.body")]
    [InlineData("document.querySelector('#sheet-controls')")]
    [InlineData("document.querySelector('#sheet-details')")]
    [InlineData("document.querySelector('#legend .entry')")]
    [InlineData("document.querySelector('#issues .chip')")]
    [InlineData("document.querySelector('#help-open')")]
    public async Task Phone_EveryPanel_KeepsEverythingWithinReach(string opener)
    {
        await using ChromiumPage page = await OpenAsync(Width, Height);
        await page.BecomePhoneAsync(Width, Height);

        await page.EvaluateAsync<bool>($"{opener}.click() ?? true");
        await page.WaitForAsync("!document.querySelector('#details .hint[role=status]')");

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().Be(Width, "nothing is wider than the window");
        (await page.EvaluateAsync<int>("document.documentElement.scrollHeight")).Should().BeLessThanOrEqualTo(Height, "panels scroll, the page does not");
        (await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('button, input, select')].filter((e) => e.checkVisibility() && !e.closest('.gallery')).filter((e) => {
              const { left, right, width, height } = e.getBoundingClientRect();
              return left < 0 || right > innerWidth || Math.min(width, height) < 22;
            }).map((e) => e.outerHTML)
            """)).Should().BeEmpty("a finger must find every control");
        (await page.EvaluateAsync<double>("document.querySelector('#map').getBoundingClientRect().height")).Should().BeGreaterThan(200);
    }

    [ChromiumFact]
    public async Task Finger_Drag_MovesTheMap()
    {
        await using ChromiumPage page = await OpenPhoneAsync();
        (double x, double y) = await page.MiddleOfAsync("#map");

        await page.TouchAsync([(x, y)], [(x + 30, y)], [(x + 60, y + 40)]);

        await page.WaitForAsync($"{Place}[0] < 0 && {Place}[1] > 0 && {Place}[2] === 1");
        (await page.EvaluateAsync<bool>("document.querySelector('#details .empty') !== null")).Should().BeTrue("a drag chooses nothing");
    }

    [ChromiumFact]
    public async Task Fingers_Spread_ZoomWhereTheyAre()
    {
        await using ChromiumPage page = await OpenPhoneAsync();
        (double x, double y) = await page.MiddleOfAsync("#map");

        await page.TouchAsync([(x - 20, y), (x + 20, y)], [(x - 40, y), (x + 40, y)], [(x - 60, y), (x + 60, y)]);

        await page.WaitForAsync("location.hash.includes('at=')");
        double[] place = await page.EvaluateAsync<double[]>(Place);
        // Fingers three times as far apart, round the middle. One moves after the other, so the middle wavers by less than the 20 pixels of a step.
        place[2].Should().BeApproximately(3, 0.05);
        place[0].Should().BeInRange(-0.1, 0.1);
        place[1].Should().BeInRange(-0.01, 0.01);
        (await page.EvaluateAsync<bool>("document.querySelector('#details .empty') !== null")).Should().BeTrue("a pinch chooses nothing");
    }

    [ChromiumFact]
    public async Task Finger_TapBesideAPoint_OpensIt()
    {
        await using ChromiumPage page = await OpenPhoneAsync();
        (double x, double y) = await ExampleOnPage.PlaceAsync(page, 45);

        // The finger rolls a little, as fingers do.
        await page.TouchAsync([(x + 1, y)], [(x + 3, y + 8)], [(x, y)]);

        await page.WaitForAsync($"{PanelTitle} === '15.png' && document.querySelector('#details').classList.contains('open')");
        (await page.EvaluateAsync<string>("location.hash")).Should().NotContain("at=", "the map has not moved");
        page.Problems.Should().BeEmpty();
    }

    private async Task<ChromiumPage> OpenPhoneAsync()
    {
        ChromiumPage page = await OpenAsync(Width, Height);
        await page.BecomePhoneAsync(Width, Height);
        return page;
    }
}

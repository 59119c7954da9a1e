using SimClr.Tool.Tests.Explore.Chromium;

namespace SimClr.Tool.Tests.Explore;

/// <summary>What a user finds and selects on the page, and does with it.</summary>
public sealed class ExploreSelectionTests(ChromiumBrowser browser) : ExplorePageTest(browser)
{
    [ChromiumFact]
    public async Task Lasso_RoundAGroup_SelectsItAsAGrid()
    {
        await using ChromiumPage page = await OpenAsync();
        await ExampleOnPage.LassoGroupAsync(page, 0);

        await page.WaitForAsync($"{PanelTitle} === 'Lasso' && {PanelCount} === '30 pictures'");
        (await page.EvaluateAsync<int>("document.querySelectorAll('#details .tile').length")).Should().Be(30);
        (await page.EvaluateAsync<string>("document.querySelector('#details .tile button').title")).Should().Be("00.png, blue");
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
        Collection.Exhibition.Tags.All.Should().ContainSingle(tag => tag.Name == "warm <b>" && tag.Pictures.Count == 30 && tag.Pictures[0] == 60);
        File.ReadAllText(Collection.Workspace.In("tags.json")).Should().Contain("red/29.png");
        (await ExampleOnPage.ExportAsync(page)).Should().HaveCount(30).And.StartWith("red/00.png");
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
}

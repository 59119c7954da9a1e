using SimClr.Tool.Tests.Explore.Chromium;

namespace SimClr.Tool.Tests.Explore;

/// <summary>What those get who hear the page.</summary>
public sealed class ExploreAccessibilityTests(ChromiumBrowser browser) : ExplorePageTest(browser)
{
    private static readonly string[] Controls =
        ["button", "combobox", "slider", "searchbox", "textbox", "application", "img", "image", "progressbar", "dialog", "complementary", "region", "toolbar"];

    [ChromiumTheory]
    [InlineData("document.body.click() ?? true", "document.querySelector('#details .empty')", "Lasso: draw round pictures", "Search with a picture", "Color by")]
    [InlineData("document.querySelector('#legend .entry').click() ?? true", "document.querySelector('#details .tile')", "00.png, blue", "Export list")]
    [InlineData("document.querySelector('#help-open').click() ?? true", "document.querySelector('#help').open", "Keys", "Close")]
    [InlineData("(location.hash = '#pic=3') && true", "document.querySelector('#details .full')?.complete && document.querySelector('#details .tile')", "Close the picture", "Open the picture that it duplicates")]
    public async Task Controls_InEachState_AllHaveNames(string action, string isThere, params string[] expected)
    {
        await using ChromiumPage page = await OpenAsync();
        await page.EvaluateAsync<bool>(action);
        await page.WaitForAsync(isThere);

        (string Role, string Name)[] controls = [.. (await page.AccessibleAsync()).Where(node => Controls.Contains(node.Role))];

        controls.Should().NotBeEmpty().And.OnlyContain(control => !string.IsNullOrWhiteSpace(control.Name));
        controls.Select(control => control.Name).Should().Contain(expected);
    }

    [ChromiumFact]
    public async Task TagDialog_Open_NamesItsField()
    {
        await using ChromiumPage page = await OpenAsync();
        await page.ClickAsync("#legend .entry:nth-child(1)");
        await page.WaitForAsync("document.querySelector('#details .tile')");
        await page.KeyAsync("t");
        await page.WaitForAsync("document.querySelector('#tag-dialog').open");

        (await page.AccessibleAsync()).Should().Contain(("dialog", "Tag 30 pictures")).And.Contain(node => node.Name == "Name of the tag" && node.Role != "LabelText");
    }
}

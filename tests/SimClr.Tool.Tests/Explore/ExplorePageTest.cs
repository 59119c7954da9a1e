using SimClr.Tool.Explore;
using SimClr.Tool.Tests.Explore.Chromium;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Explore;

/// <summary>A test in a real browser, with a server of its own.</summary>
public abstract class ExplorePageTest(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>, IAsyncLifetime
{
    private protected const string PanelTitle = "document.querySelector('#details h2')?.textContent";
    private protected const string PanelCount = "document.querySelector('#details .count')?.textContent";
    private protected const string IsDrawn = "document.querySelector('#legend').children.length > 0 && document.querySelector('#thresholds .threshold')";

    private protected ChromiumBrowser Browser { get; } = browser;

    private protected ExampleCollection Collection { get; } = new ExampleCollection().Prepare();

    private protected ExploreServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ExploreServer.StartAsync(Collection.Exhibition, 0, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Collection.Dispose();
    }

    private protected async Task<ChromiumPage> OpenAsync(int width = 1400, int height = 900)
    {
        ChromiumPage page = await Browser.OpenAsync(Server.Address, width, height);
        await page.WaitForAsync(IsDrawn);
        return page;
    }
}

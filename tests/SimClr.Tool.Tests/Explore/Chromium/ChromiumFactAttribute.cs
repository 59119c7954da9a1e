namespace SimClr.Tool.Tests.Explore.Chromium;

/// <summary>For what only a real browser shows; skipped where there is no Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public const int MostMilliseconds = 120_000;

    public ChromiumFactAttribute()
    {
        Skip = ChromiumBrowser.Program is null ? "There is no chromium." : null;
        Timeout = MostMilliseconds;
    }
}

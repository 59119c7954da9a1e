namespace SimClr.Tool.Tests.Explore.Chromium;

/// <summary>As <see cref="ChromiumFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        Skip = ChromiumBrowser.Program is null ? "There is no chromium." : null;
        Timeout = ChromiumFactAttribute.MostMilliseconds;
    }
}

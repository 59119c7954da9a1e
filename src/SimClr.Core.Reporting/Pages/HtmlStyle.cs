namespace SimClr.Core.Reporting.Pages;

/// <summary>The look of an <see cref="HtmlReport"/>.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark; --ink: #24292f; --quiet: #5c6670; --paper: #ffffff; --line: #d8dee4; --band: #f6f8fa; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --quiet: #9aa4ae; --paper: #0d1117; --line: #30363d; --band: #161b22; }
        }
        body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.8rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        p { max-width: 46rem; }
        table { border-collapse: collapse; margin: 1rem 0; }
        .scroll { overflow-x: auto; }
        th, td { padding: .4rem .9rem; text-align: left; font-weight: normal; vertical-align: top; }
        thead th { color: var(--quiet); font-size: .875rem; border-bottom: 2px solid var(--line); }
        tbody tr { border-bottom: 1px solid var(--line); }
        td { overflow-wrap: anywhere; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        td.number { white-space: nowrap; }
        @media (max-width: 40rem) { th, td { padding: .4rem .45rem; } }
        figure { margin: 1.25rem 0 2rem; }
        figure img { display: block; max-width: 100%; height: auto; background: #ffffff; border: 1px solid var(--line); border-radius: 6px; }
        figcaption { margin-top: .5rem; color: var(--quiet); font-size: .875rem; max-width: 46rem; }
        """;
}

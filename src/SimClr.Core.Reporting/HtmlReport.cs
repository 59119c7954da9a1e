using System.Net;
using System.Text;
using SimClr.Core.Reporting.Pages;

namespace SimClr.Core.Reporting;

/// <summary>
/// A page in one HTML file: style and pictures are inside, nothing is loaded from anywhere, no script runs. Light or dark as the reader
/// likes, for screens of any width.
/// </summary>
/// <remarks>All text is escaped: it is shown as it is, whatever it holds. Not thread-safe.</remarks>
/// <example>
/// <code>
/// new HtmlReport("Pretraining")
///     .AddParagraph($"{result.Epochs.Count} epochs")
///     .AddFigure(LineChart.Of(result.Epochs, MetricNames.Loss), "No label is used.")
///     .AddFigure(ImageGrid.OfViews(images, simclr.Views))
///     .Save("report.html");
/// </code>
/// </example>
public sealed class HtmlReport
{
    private readonly string _title;
    private readonly StringBuilder _body = new();

    /// <summary>Creates a page that has a title alone.</summary>
    /// <param name="title">Its title and first heading.</param>
    public HtmlReport(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        _title = title;
    }

    /// <summary>Adds a heading.</summary>
    /// <returns>This page.</returns>
    public HtmlReport AddHeading(string text)
    {
        _body.Append("<h2>").Append(Encode(text)).AppendLine("</h2>");
        return this;
    }

    /// <summary>Adds a paragraph of text.</summary>
    /// <returns>This page.</returns>
    public HtmlReport AddParagraph(string text)
    {
        _body.Append("<p>").Append(Encode(text)).AppendLine("</p>");
        return this;
    }

    /// <summary>Adds a table. Columns of numbers stand to the right, but for the first one, which names the rows.</summary>
    /// <param name="headings">One for each column, at least one.</param>
    /// <param name="rows">Rows with a cell for each column.</param>
    /// <returns>This page.</returns>
    /// <exception cref="ArgumentException">There is no heading, or a row is longer or shorter than the headings; the message says which.</exception>
    public HtmlReport AddTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(rows);
        IReadOnlyList<string>[] all = [.. rows];
        int wrong = Array.FindIndex(all, row => row.Count != headings.Count);
        if (headings.Count == 0 || wrong >= 0)
            throw new ArgumentException($"Expected rows of as many cells as there are headings, {headings.Count}, and at least one{(wrong < 0 ? "" : $"; row {wrong} has {all[wrong].Count}")}.", nameof(rows));
        HtmlTable.Append(_body, headings, all);
        return this;
    }

    /// <summary>Adds a table of names and what they stand for: options, the machine.</summary>
    /// <returns>This page.</returns>
    public HtmlReport AddProperties(IEnumerable<KeyValuePair<string, string>> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        HtmlTable.Append(_body, properties);
        return this;
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="figure">The picture; drawn at once.</param>
    /// <param name="caption">A text below it; empty leaves it out.</param>
    /// <param name="alternative">What it shows, for those who cannot see it; null takes the figure's title.</param>
    /// <returns>This page.</returns>
    public HtmlReport AddFigure(Figure figure, string caption = "", string? alternative = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        _body.Append("<figure><img src=\"data:image/png;base64,").Append(Convert.ToBase64String(figure.ToPng()))
            .Append("\" alt=\"").Append(Encode(alternative ?? figure.Title)).Append("\">");
        if (!string.IsNullOrEmpty(caption))
            _body.Append("<figcaption>").Append(Encode(caption)).Append("</figcaption>");
        _body.AppendLine("</figure>");
        return this;
    }

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists; its folder is created where needed.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        byte[] page = Encoding.UTF8.GetBytes(ToString());
        WholeFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The whole page, as HTML.</summary>
    public override string ToString()
        => $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Encode(_title)}</title>
            <style>
            {HtmlStyle.Sheet}
            </style>
            </head>
            <body>
            <main>
            <h1>{Encode(_title)}</h1>
            {_body}</main>
            </body>
            </html>

            """;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

using System.Net;
using System.Text;

namespace SimClr.Core.Samples.Reports;

/// <summary>
/// A report in one HTML file: style and pictures are inside, nothing is loaded from anywhere, light or dark as the reader likes.
/// </summary>
public sealed class HtmlReport(string title)
{
    private readonly StringBuilder _body = new();

    public HtmlReport AddHeading(string text)
    {
        _body.Append("<h2>").Append(Encode(text)).AppendLine("</h2>");
        return this;
    }

    public HtmlReport AddParagraph(string text)
    {
        _body.Append("<p>").Append(Encode(text)).AppendLine("</p>");
        return this;
    }

    /// <summary>A list of statements, each with a word on it before and its evidence below.</summary>
    public HtmlReport AddStatements(IEnumerable<(string Word, string Statement, string Evidence)> statements)
    {
        _body.AppendLine("<ul class=\"statements\">");
        foreach ((string word, string statement, string evidence) in statements)
        {
            _body.Append("<li><strong>").Append(Encode(word)).Append("</strong> ").Append(Encode(statement))
                .Append("<br><span>").Append(Encode(evidence)).AppendLine("</span></li>");
        }

        _body.AppendLine("</ul>");
        return this;
    }

    /// <summary>A table with a row of headings; all columns but the first are numbers, set to the right.</summary>
    public HtmlReport AddTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.AppendLine("<div class=\"scroll\"><table>").Append("<thead><tr>");
        for (int column = 0; column < headings.Count; column++)
            AppendCell("th", headings[column], "scope=\"col\"", number: column > 0);
        _body.AppendLine("</tr></thead>").AppendLine("<tbody>");
        foreach (IReadOnlyList<string> row in rows)
            AppendRow(row, numbers: true);
        _body.AppendLine("</tbody>").AppendLine("</table></div>");
        return this;
    }

    /// <summary>A table of names and what they stand for.</summary>
    public HtmlReport AddFacts(IEnumerable<KeyValuePair<string, string>> facts)
    {
        _body.AppendLine("<table>").AppendLine("<tbody>");
        foreach ((string name, string value) in facts)
            AppendRow([name, value], numbers: false);
        _body.AppendLine("</tbody>").AppendLine("</table>");
        return this;
    }

    public HtmlReport AddPicture(byte[] png, string alternative, string caption = "")
    {
        _body.Append("<figure><img src=\"data:image/png;base64,").Append(Convert.ToBase64String(png))
            .Append("\" alt=\"").Append(Encode(alternative)).Append("\">");
        if (caption.Length > 0)
            _body.Append("<figcaption>").Append(Encode(caption)).Append("</figcaption>");
        _body.AppendLine("</figure>");
        return this;
    }

    /// <summary>The whole page.</summary>
    public override string ToString()
        => $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Encode(title)}</title>
            <style>
            {HtmlStyle.Sheet}
            </style>
            </head>
            <body>
            <main>
            <h1>{Encode(title)}</h1>
            {_body}</main>
            </body>
            </html>

            """;

    private void AppendRow(IReadOnlyList<string> cells, bool numbers)
    {
        _body.Append("<tr>");
        AppendCell("th", cells[0], "scope=\"row\"", number: false);
        foreach (string cell in cells.Skip(1))
            AppendCell("td", cell, "", numbers);
        _body.AppendLine("</tr>");
    }

    private void AppendCell(string element, string text, string attributes, bool number)
    {
        string all = number ? $"{attributes} class=\"number\"" : attributes;
        _body.Append($"<{element} {all.Trim()}".TrimEnd()).Append('>').Append(Encode(text)).Append($"</{element}>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

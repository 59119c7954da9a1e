using System.Net;
using System.Text;

namespace SimClr.Core.Reporting.Pages;

/// <summary>The tables of an <see cref="HtmlReport"/>.</summary>
internal static class HtmlTable
{
    /// <summary>Appends a table with a row of headings.</summary>
    public static void Append(StringBuilder body, IReadOnlyList<string> headings, IReadOnlyList<string>[] rows)
    {
        bool[] isNumber = [.. Enumerable.Range(0, headings.Count).Select(column => column > 0 && rows.Length > 0 && rows.All(row => IsNumber(row[column])))];
        body.AppendLine("<div class=\"scroll\"><table>").Append("<thead><tr>");
        for (int column = 0; column < headings.Count; column++)
            AppendCell(body, "th", headings[column], "scope=\"col\"", isNumber[column]);
        body.AppendLine("</tr></thead>").AppendLine("<tbody>");
        foreach (IReadOnlyList<string> row in rows)
            AppendRow(body, row, isNumber);
        body.AppendLine("</tbody>").AppendLine("</table></div>");
    }

    /// <summary>Appends a table of names and what they stand for.</summary>
    public static void Append(StringBuilder body, IEnumerable<KeyValuePair<string, string>> properties)
    {
        body.AppendLine("<table>").AppendLine("<tbody>");
        foreach ((string name, string value) in properties)
            AppendRow(body, [name, value], [false, false]);
        body.AppendLine("</tbody>").AppendLine("</table>");
    }

    private static void AppendRow(StringBuilder body, IReadOnlyList<string> cells, bool[] isNumber)
    {
        body.Append("<tr>");
        AppendCell(body, "th", cells[0], "scope=\"row\"", isNumber: false);
        for (int column = 1; column < cells.Count; column++)
            AppendCell(body, "td", cells[column], "", isNumber[column]);
        body.AppendLine("</tr>");
    }

    private static void AppendCell(StringBuilder body, string element, string text, string attributes, bool isNumber)
    {
        string all = isNumber ? $"{attributes} class=\"number\"" : attributes;
        body.Append($"<{element} {all.Trim()}".TrimEnd()).Append('>').Append(WebUtility.HtmlEncode(text)).Append("</").Append(element).Append('>');
    }

    // What was not measured may be missing; a unit, or a range in brackets, may follow.
    private static bool IsNumber(string cell)
    {
        ReadOnlySpan<char> digits = cell.AsSpan().TrimStart(" +-\u2212±~<>");
        return cell.Length == 0 || cell is "-" or "–" || (digits.Length > 0 && char.IsAsciiDigit(digits[0]));
    }
}

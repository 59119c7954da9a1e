using SimClr.Core.Reporting;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Reporting;

public sealed class HtmlReportTests
{
    [Fact]
    public void ToString_TextWithMarkup_IsEscapedEverywhere()
    {
        string page = new HtmlReport("<t>").AddHeading("<h>").AddParagraph("<p1>").AddTable(["<c>"], [["<d>"]])
            .AddProperties([new("<n>", "<v>")])
            .AddFigure(new Own { Title = "\"<a>" }, "<f>").AddFigure(new Own(), alternative: "'<g>\" onload=\"x").ToString();

        page.Should().ContainAll(
            "&lt;t&gt;", "&lt;h&gt;", "&lt;p1&gt;", "&lt;c&gt;", "&lt;d&gt;", "&lt;n&gt;", "&lt;v&gt;", "&quot;&lt;a&gt;", "&lt;f&gt;", "&#39;&lt;g&gt;&quot; onload=&quot;x");
        page.Should().NotContainAny("<t>", "<p1>", "<c>", "<d>", "<n>", "<v>", "<f>", "<g>");
    }

    [Fact]
    public void ToString_AnyContent_LoadsNothingAndRunsNothing()
        => new HtmlReport("t").AddFigure(new LineChart().AddLine("a", [1, 2])).AddTable(["a"], [["b"]]).ToString()
            .Should().NotContainAny("http:", "https:", "url(", "@import", "<script", "<link", "<iframe", "javascript:");

    [Fact]
    public void AddTable_ColumnsOfNumbers_StandToTheRight()
        => new HtmlReport("t").AddTable(["name", "value", "text"], [["1", "81.3 %", "1 of"], ["y", "−2.5 (1 to 3)", "none"]]).ToString()
            .Should().Contain("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">value</th><th scope=\"col\">text</th>")
            .And.Contain("<th scope=\"row\">1</th><td class=\"number\">81.3 %</td><td>1 of</td>");

    [Fact]
    public void AddTable_RowsDoNotFit_IsRefused()
    {
        HtmlReport page = new("t");
        page.Invoking(it => it.AddTable(["a", "b"], [["1", "2"], ["3"]])).Should().Throw<ArgumentException>().WithMessage("*2, and at least one; row 1 has 1*");
        page.Invoking(it => it.AddTable([], [])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void AddFigure_Picture_IsInThePage()
        => new HtmlReport("t").AddFigure(new Own { Title = "alt" }, "below").ToString()
            .Should().Contain("<img src=\"data:image/png;base64,AQI=\" alt=\"alt\"><figcaption>below</figcaption>");

    [Fact]
    public void Save_Page_IsUtf8()
    {
        using TemporaryFolder folder = new();
        HtmlReport page = new HtmlReport("Größe").AddParagraph("汉字");

        page.Save(folder.At("new/report.html"));

        File.ReadAllText(folder.At("new/report.html")).Should().Be(page.ToString()).And.Contain("<meta charset=\"utf-8\">");
    }

    private sealed class Own : Figure
    {
        public override byte[] ToPng() => [1, 2];
    }
}

using SimClr.Core.Samples.Reports;

namespace SimClr.Core.SampleTests.Reports;

public sealed class HtmlReportTests
{
    [Fact]
    public void ToString_TextWithMarkup_IsEscapedEverywhere()
    {
        string page = new HtmlReport("<t>").AddHeading("<h>").AddParagraph("<p1>").AddTable(["<c>"], [["<d>"]])
            .AddFacts([new("<n>", "<v>")])
            .AddPicture([1], "\"<a>", "<f>").ToString();

        page.Should().ContainAll(
            "&lt;t&gt;", "&lt;h&gt;", "&lt;p1&gt;", "&lt;c&gt;", "&lt;d&gt;", "&lt;n&gt;", "&lt;v&gt;", "&quot;&lt;a&gt;", "&lt;f&gt;");
        page.Should().NotContainAny("<t>", "<p1>", "<c>", "<d>", "<n>", "<v>", "<f>");
    }

    [Fact]
    public void AddTable_TwoColumns_SetsNumbersToTheRight()
        => new HtmlReport("t").AddTable(["name", "value"], [["x", "1"]]).ToString()
            .Should().Contain("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">value</th>")
            .And.Contain("<th scope=\"row\">x</th><td class=\"number\">1</td>");
}

using SimClr.Core.Reporting;
using SimClr.Core.Samples.PaperStudies.Figures;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.SampleTests.PaperStudies;

public sealed class StudyFigureTests
{
    [Fact]
    public void Draw_Spreads_AreBarsOfTheirMeansWithTheirRanges()
        => SpreadChart.Draw("t", ["a", "b"], ("s", [new Spread([0.1, 0.3]), new Spread([1, 1])])).ToPng()
            .Should().Equal(new BarChart(["a", "b"]) { Title = "t", YIsPercent = true }.AddBars("s", [0.2, 1], [(0.1, 0.3), (1, 1)]).ToPng());

    [Fact]
    public void Draw_OneSeed_HasNoRanges()
        => SpreadChart.Draw("t", ["a"], ("s", [new Spread([0.5])])).ToPng()
            .Should().Equal(new BarChart(["a"]) { Title = "t", YIsPercent = true }.AddBars("s", [0.5]).ToPng());
}

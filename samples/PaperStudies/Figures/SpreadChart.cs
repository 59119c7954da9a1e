using SimClr.Core.Reporting;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Figures;

/// <summary>Bars of measurements, with their range over seeds.</summary>
internal static class SpreadChart
{
    public static BarChart Draw(string title, IReadOnlyList<string> groups, params IEnumerable<(string Name, IReadOnlyList<Spread> Values)> series)
    {
        BarChart chart = new(groups) { Title = title, YIsPercent = true };
        foreach ((string name, IReadOnlyList<Spread> values) in series)
            chart.AddBars(name, [.. values.Select(value => value.Mean)], values.All(value => value.Values.Count == 1) ? null : [.. values.Select(value => (value.Lowest, value.Highest))]);
        return chart;
    }
}

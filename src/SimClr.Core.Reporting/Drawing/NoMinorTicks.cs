using ScottPlot;

namespace SimClr.Core.Reporting.Drawing;

internal sealed class NoMinorTicks : IMinorTickGenerator
{
    public IEnumerable<double> GetMinorTicks(double[] majorTicks, CoordinateRange range) => [];
}

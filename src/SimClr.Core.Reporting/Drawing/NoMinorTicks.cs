using ScottPlot;

namespace SimClr.Core.Samples.Pictures;

internal sealed class NoMinorTicks : IMinorTickGenerator
{
    public IEnumerable<double> GetMinorTicks(double[] majorTicks, CoordinateRange range) => [];
}

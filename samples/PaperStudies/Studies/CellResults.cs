using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Running;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>The results of cells, as studies read them.</summary>
internal sealed class CellResults(ResultsFile file)
{
    public bool Has(Cell cell) => file.Find(cell) is not null;

    public CellResult this[Cell cell]
        => file.Find(cell) ?? throw new InvalidOperationException($"This cell is not done yet: {cell.Title}");

    /// <summary>One metric of several cells that differ in their seeds.</summary>
    public Spread Spread(IEnumerable<Cell> cells, string metric) => new([.. cells.Select(cell => this[cell].Metrics[metric])]);
}

using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Running;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>The results of cells, as studies read them.</summary>
/// <param name="file">Where they stand.</param>
/// <param name="testImages">How many images an accuracy is a share of.</param>
internal sealed class CellResults(ResultsFile file, int testImages)
{
    private static readonly string[] Accuracies = [LinearCell.Linear, LinearCell.Knn, SupervisedCell.Accuracy, KnowledgeCell.Accuracy];

    public bool Has(Cell cell) => file.Find(cell) is not null;

    public CellResult this[Cell cell]
        => file.Find(cell) ?? throw new InvalidOperationException($"This cell is not done yet: {cell.Title}");

    /// <summary>One metric of several cells that differ in their seeds.</summary>
    public Spread Spread(IEnumerable<Cell> cells, string metric)
    {
        Spread spread = new([.. cells.Select(cell => this[cell].Metrics[metric])]);
        // A binomial share. All seeds see the same images, so more seeds do not make it smaller.
        return Accuracies.Contains(metric) ? spread with { Error = Math.Sqrt(spread.Mean * (1 - spread.Mean) / testImages) } : spread;
    }
}

using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Running;

/// <summary>Shows how far a run is.</summary>
internal interface IRunDisplay
{
    /// <summary>A cell is under way.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="open">Cells that are not done, with this one.</param>
    /// <param name="remaining">Time to the end of all; null where nobody knows.</param>
    void Show(Cell cell, int open, TimeSpan? remaining);

    /// <summary>A cell is done.</summary>
    void Done(CellResult result);

    /// <summary>Everything is written.</summary>
    /// <param name="done">The studies that are complete.</param>
    /// <param name="page">Where the page is.</param>
    /// <param name="caution">What must be said of the results; null: nothing.</param>
    void Written(IReadOnlyList<(IStudy Study, StudyReport Report)> done, string page, string? caution);
}

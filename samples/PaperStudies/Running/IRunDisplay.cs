using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Running;

/// <summary>Shows how far a run is.</summary>
internal interface IRunDisplay
{
    /// <summary>The work begins.</summary>
    /// <param name="done">Cells that earlier runs have done.</param>
    /// <param name="open">Cells to do; choices among them may add more.</param>
    void Begin(int done, int open);

    /// <summary>A cell is under way.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="open">Cells that are not done, with this one.</param>
    /// <param name="remaining">Time to the end of all; null where nobody knows.</param>
    void Show(Cell cell, int open, TimeSpan? remaining);

    /// <summary>A cell is done.</summary>
    /// <param name="result">What came out.</param>
    /// <param name="open">Cells that are left.</param>
    /// <param name="remaining">Time to the end of all; null where nobody knows.</param>
    void Done(CellResult result, int open, TimeSpan? remaining);

    /// <summary>Everything is written.</summary>
    /// <param name="done">The studies that are complete.</param>
    /// <param name="page">Where the page is.</param>
    /// <param name="cautions">What must be said of the results.</param>
    void Written(IReadOnlyList<(IStudy Study, StudyReport Report)> done, string page, IReadOnlyList<string> cautions);
}

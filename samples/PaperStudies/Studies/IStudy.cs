using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>One finding of the paper: what must be done to see it, and what was seen.</summary>
internal interface IStudy
{
    /// <summary>Name of the sub-command and of the files.</summary>
    string Name { get; }

    /// <summary>Where the paper has it.</summary>
    string Source { get; }

    /// <summary>What is asked, in one sentence.</summary>
    string Question { get; }

    /// <summary>
    /// What must be done, as far as it is known now: where a choice depends on results, its cells appear when those are there.
    /// </summary>
    IEnumerable<Cell> Cells(StudyPlan plan, CellResults results);

    /// <summary>What was found; all cells are done.</summary>
    StudyReport Report(StudyPlan plan, CellResults results);
}

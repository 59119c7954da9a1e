using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies;

/// <summary>What the command line can change.</summary>
internal sealed record StudyOptions : RunOptions
{
    public StudyOptions() => Output = Path.Combine("output", "studies");

    /// <summary>Folders of other data sets for the transfer study.</summary>
    public IReadOnlyList<string> Transfer { get; init; } = [];

    public Budget Budget { get; init; } = Budget.Standard;
}

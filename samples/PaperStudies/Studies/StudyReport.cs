namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>What a study found.</summary>
internal sealed record StudyReport
{
    public IReadOnlyList<StudyTable> Tables { get; init; } = [];

    public IReadOnlyList<StudyFigure> Figures { get; init; } = [];

    public IReadOnlyList<Conclusion> Conclusions { get; init; } = [];

    /// <summary>What a reader must know of how it was done.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

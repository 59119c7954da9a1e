namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Measured figures beside the paper's.</summary>
internal sealed record StudyTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows);

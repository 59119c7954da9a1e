using SimClr.Core.Samples.Pictures;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>A chart of the report, and the file that it goes to.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Alternative">What it shows, for those who cannot see it.</param>
/// <param name="Caption">How to read it.</param>
/// <param name="Draw">Draws it; null where the run has nothing to show in it.</param>
public sealed record ReportChart(string File, string Alternative, string Caption, Func<PretrainingResult, LineChart?> Draw);

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>A cell that is done.</summary>
/// <param name="Id">Of the cell.</param>
/// <param name="Cell">What was done.</param>
/// <param name="Metrics">What came out, by name.</param>
/// <param name="Seconds">How long it took, over all sittings.</param>
/// <param name="Version">Of the library.</param>
internal sealed record CellResult(string Id, Cell Cell, IReadOnlyDictionary<string, double> Metrics, double Seconds, string Version);

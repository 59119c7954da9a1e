using System.Globalization;
using System.Text;
using System.Text.Json;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Pages;

/// <summary>Writes a study's results: pictures, and every cell as CSV and JSON.</summary>
internal static class StudyFiles
{
    /// <summary>Writes the files of one study.</summary>
    /// <param name="study">The study; all its cells are done.</param>
    /// <param name="report">What it found.</param>
    /// <param name="cells">Its cells, in order.</param>
    /// <param name="folder">Where to; it exists.</param>
    public static void Write(IStudy study, StudyReport report, IReadOnlyList<CellResult> cells, string folder)
    {
        foreach (StudyFigure figure in report.Figures)
            figure.Picture.Save(Path.Combine(folder, $"{study.Name}-{figure.Name}.png"));
        File.WriteAllText(Path.Combine(folder, $"{study.Name}.csv"), Csv(cells));
        File.WriteAllText(
            Path.Combine(folder, $"{study.Name}.json"),
            JsonSerializer.Serialize(new { study = study.Name, study.Source, report.Tables, report.Conclusions, cells }, StudyJson.Indented));
    }

    private static string Csv(IReadOnlyList<CellResult> cells)
    {
        string[] metrics = [.. cells.SelectMany(cell => cell.Metrics.Keys).Distinct()];
        StringBuilder text = new();
        text.AppendJoin(',', ["id", .. metrics.Select(Quoted), "seconds", "version", "cell"]).Append('\n');
        foreach (CellResult cell in cells)
        {
            IEnumerable<string> values = metrics.Select(metric => cell.Metrics.TryGetValue(metric, out double value) ? Number(value) : "");
            text.AppendJoin(',', [cell.Id, .. values, Number(cell.Seconds), Quoted(cell.Version), Quoted(cell.Cell.Key)]).Append('\n');
        }

        return text.ToString();
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

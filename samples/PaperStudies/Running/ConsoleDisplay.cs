using System.Globalization;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Running;

/// <summary>A line for each cell that is done; on a terminal also one, always overwritten, for the cell under way.</summary>
/// <param name="output">The terminal, or a log.</param>
/// <param name="live">Whether it is a terminal.</param>
internal sealed class ConsoleDisplay(TextWriter output, bool live) : IRunDisplay
{
    private const int Columns = 100;
    private const string ToLineStart = "\r";

    public void Show(Cell cell, int open, TimeSpan? remaining)
    {
        if (live)
            output.Write(ToLineStart + Fit($"{open} left, {(remaining is { } time ? Words.Duration(time) : "?")}: {cell.Title}"));
    }

    public void Done(CellResult result)
    {
        string metrics = string.Join(", ", result.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.###}")));
        output.WriteLine((live ? ToLineStart : "") + Fit($"{Duration(result.Seconds)}  {result.Cell.Title}").TrimEnd());
        output.WriteLine($"      {metrics}");
    }

    public void Written(IReadOnlyList<(IStudy Study, StudyReport Report)> done, string page, string? caution)
    {
        foreach ((IStudy study, StudyReport report) in done)
        {
            output.WriteLine($"{study.Name}: {study.Question}");
            foreach (Conclusion conclusion in report.Conclusions)
                output.WriteLine($"  {conclusion.Words}: {conclusion.Statement} {conclusion.Evidence}");
        }

        if (caution is not null)
            output.WriteLine(caution);
        output.WriteLine($"Tables and figures: {page}");
    }

    private static string Duration(double seconds)
        => seconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : Words.Duration(TimeSpan.FromSeconds(seconds));

    private string Fit(string text) => live ? text[..Math.Min(text.Length, Columns)].PadRight(Columns) : text;
}

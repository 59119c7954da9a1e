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

    public void Begin(int done, int open)
        => output.WriteLine($"{Words.Count(open, "cell")} to do{(done > 0 ? $", {done} done before" : "")}. Each line is one that is done.");

    public void Show(Cell cell, int open, TimeSpan? remaining)
    {
        if (live)
            output.Write(ToLineStart + Fit($"{Left(open, remaining)}: {cell.Title}"));
    }

    public void Done(CellResult result, int open, TimeSpan? remaining)
    {
        string metrics = string.Join(", ", result.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.###}")));
        output.WriteLine((live ? ToLineStart : "") + Fit($"{Duration(result.Seconds)}  {result.Cell.Title}").TrimEnd());
        output.WriteLine($"      {metrics}{(metrics.Length > 0 ? "; " : "")}{Left(open, remaining)}");
    }

    public void Written(IReadOnlyList<(IStudy Study, StudyReport Report)> done, string page, IReadOnlyList<string> cautions)
    {
        foreach ((IStudy study, StudyReport report) in done)
        {
            output.WriteLine($"{study.Name}: {study.Question}");
            foreach (Conclusion conclusion in report.Conclusions)
                output.WriteLine($"  {conclusion.Words}: {conclusion.Statement} {conclusion.Evidence}");
        }

        foreach (string caution in cautions)
            output.WriteLine(caution);
        output.WriteLine($"Tables and figures: {page}");
    }

    private static string Left(int open, TimeSpan? remaining)
        => $"{open} left{(remaining is { } time && open > 0 ? $", {Words.Duration(time)}" : "")}";

    private static string Duration(double seconds)
        => seconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : Words.Duration(TimeSpan.FromSeconds(seconds));

    private string Fit(string text) => live ? text[..Math.Min(text.Length, Columns)].PadRight(Columns) : text;
}

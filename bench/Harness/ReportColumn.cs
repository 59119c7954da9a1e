using System.Globalization;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>One column of a benchmark's table.</summary>
/// <typeparam name="TRow">What the table has rows of.</typeparam>
/// <param name="Heading">Its first line.</param>
/// <param name="Width">Characters; negative to align on the left.</param>
/// <param name="Value">The cell of a row; an empty cell if null.</param>
/// <param name="Format">How numbers are written, in the invariant culture.</param>
internal sealed record ReportColumn<TRow>(string Heading, int Width, Func<TRow, object?> Value, string? Format = null)
{
    public string FirstLine => Pad(Heading);

    public string Cell(TRow row)
    {
        object? value = Value(row);
        return Pad((value is IFormattable number ? number.ToString(Format, CultureInfo.InvariantCulture) : value?.ToString()) ?? "");
    }

    private string Pad(string text) => Width < 0 ? text.PadRight(-Width) : text.PadLeft(Width);
}

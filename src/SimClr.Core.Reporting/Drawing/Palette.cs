using SkiaSharp;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>The colors of all pictures; those of series can be told apart by color-blind readers (Okabe and Ito).</summary>
internal static class Palette
{
    public static readonly SKColor Paper = SKColors.White;
    public static readonly SKColor Ink = SKColor.Parse("#24292F");
    public static readonly SKColor Quiet = SKColor.Parse("#5C6670");
    public static readonly SKColor Correct = SKColor.Parse("#1A9850");
    public static readonly SKColor Wrong = SKColor.Parse("#D73027");

    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"];

    /// <summary>How many colors there are; then they begin anew.</summary>
    public static int Count => Colors.Length;

    public static ScottPlot.Color Series(int index) => ScottPlot.Color.FromHex(Colors[index % Colors.Length]);
}

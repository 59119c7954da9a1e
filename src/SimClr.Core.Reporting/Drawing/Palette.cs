using SkiaSharp;

namespace SimClr.Core.Samples.Pictures;

/// <summary>The colors of all pictures; those of series can be told apart by color-blind readers (Okabe and Ito).</summary>
public static class Palette
{
    public static readonly SKColor Paper = SKColors.White;
    public static readonly SKColor Ink = SKColor.Parse("#24292F");
    public static readonly SKColor Quiet = SKColor.Parse("#5C6670");
    public static readonly SKColor Agrees = SKColor.Parse("#1A9850");
    public static readonly SKColor Differs = SKColor.Parse("#D73027");
    public static readonly SKColor Neutral = SKColor.Parse("#C5CBD1");

    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"];

    public static ScottPlot.Color Series(int index) => ScottPlot.Color.FromHex(Colors[index % Colors.Length]);
}

using SkiaSharp;

namespace SimClr.Core.Samples.Pictures;

/// <summary>Rows of pictures under column headings; the first column stands apart from the others.</summary>
public sealed class ImageSheet
{
    public required string Title { get; init; }

    public string Subtitle { get; init; } = "";

    /// <summary>One for each column; their number is the number of columns.</summary>
    public required IReadOnlyList<string> Headings { get; init; }

    /// <summary>Each row at most as long as the headings.</summary>
    public required IReadOnlyList<IReadOnlyList<SheetCell>> Rows { get; init; }

    public byte[] ToPng()
    {
        SheetLayout layout = SheetLayout.For(this);
        SKImageInfo size = new((int)(layout.Width * SheetLayout.PixelsPerPoint), (int)(layout.Height * SheetLayout.PixelsPerPoint));
        using SKSurface surface = SKSurface.Create(size);
        surface.Canvas.Clear(Palette.Paper);
        surface.Canvas.Scale(SheetLayout.PixelsPerPoint);
        Draw(surface.Canvas, layout);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private void Draw(SKCanvas canvas, SheetLayout layout)
    {
        using SheetPen pen = new(canvas);
        pen.Write(Title, SheetLayout.Margin, layout.TitleBaseline, SheetLayout.TitleSize, Palette.Ink);
        pen.Write(Subtitle, SheetLayout.Margin, layout.SubtitleBaseline, SheetLayout.TextSize, Palette.Quiet);
        for (int column = 0; column < Headings.Count; column++)
        {
            pen.WriteCentered(
                Headings[column], SheetLayout.Left(column), SheetLayout.Cell, layout.HeadingBaseline, SheetLayout.TextSize, Palette.Quiet);
        }

        for (int row = 0; row < Rows.Count; row++)
        {
            for (int column = 0; column < Rows[row].Count; column++)
                pen.Draw(Rows[row][column], SheetLayout.Left(column), layout.Top(row));
        }
    }
}

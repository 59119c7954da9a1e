using SkiaSharp;

namespace SimClr.Core.Samples.Pictures;

/// <summary>Draws the parts of an <see cref="ImageSheet"/>.</summary>
internal sealed class SheetPen(SKCanvas canvas) : IDisposable
{
    private const float FrameWidth = 4;
    private const float CaptionSize = 11;
    private static readonly SKSamplingOptions Sharp = new(SKFilterMode.Nearest);
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly SKFont _font = Font();

    public static float Measure(string text, float size)
    {
        using SKFont font = Font();
        font.Size = size;
        return font.MeasureText(text);
    }

    public void Write(string text, float x, float baseline, float size, SKColor color)
    {
        _font.Size = size;
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = color;
        canvas.DrawText(text, x, baseline, SKTextAlign.Left, _font, _paint);
    }

    public void WriteCentered(string text, float left, float width, float baseline, float size, SKColor color)
    {
        _font.Size = size;
        string fitting = Fit(text, width);
        Write(fitting, left + (width - _font.MeasureText(fitting)) / 2, baseline, size, color);
    }

    public void Draw(SheetCell cell, float left, float top)
    {
        DrawImage(cell, SKRect.Create(left, top, SheetLayout.Cell, SheetLayout.Cell));
        SKColor color = cell.Frame switch
        {
            CellFrame.Agrees => Palette.Agrees,
            CellFrame.Differs => Palette.Differs,
            _ => Palette.Neutral,
        };
        if (cell.Frame != CellFrame.None)
            DrawFrame(SKRect.Create(left, top, SheetLayout.Cell, SheetLayout.Cell), color);
        if (cell.Caption.Length > 0)
            WriteCentered(cell.Caption, left, SheetLayout.Cell, top + SheetLayout.Cell + 14, CaptionSize, cell.Frame == CellFrame.None ? Palette.Ink : color);
    }

    public void Dispose()
    {
        _paint.Dispose();
        _font.Dispose();
    }

    private void DrawImage(SheetCell cell, SKRect square)
    {
        using SKImage image = ImageBitmap.From(cell.Image);
        float scale = Math.Min(square.Width / image.Width, square.Height / image.Height);
        SKRect target = SKRect.Create(
            square.MidX - image.Width * scale / 2, square.MidY - image.Height * scale / 2, image.Width * scale, image.Height * scale);
        // A pixel of the data stays a square on the sheet; only images larger than their place are smoothed.
        canvas.DrawImage(image, target, scale * SheetLayout.PixelsPerPoint >= 1 ? Sharp : Smooth);
    }

    private void DrawFrame(SKRect square, SKColor color)
    {
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = FrameWidth;
        _paint.Color = color;
        square.Inflate(-FrameWidth / 2, -FrameWidth / 2);
        canvas.DrawRect(square, _paint);
    }

    private static SKFont Font() => new(PictureFont.Typeface) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private string Fit(string text, float width)
    {
        if (_font.MeasureText(text) <= width)
            return text;
        int length = text.Length - 1;
        while (length > 1 && _font.MeasureText($"{text.AsSpan(0, length)}…") > width)
            length--;
        return $"{text.AsSpan(0, length)}…";
    }
}

using SkiaSharp;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>Draws the parts of an <see cref="ImageGrid"/>.</summary>
/// <param name="canvas">What to draw on; borrowed.</param>
/// <param name="cell">Width and height of a cell in points.</param>
internal sealed class GridPen(SKCanvas canvas, float cell) : IDisposable
{
    private const float FrameWidth = 4;
    private const float CaptionSize = 11;
    private const float CaptionBaseline = 14;

    // Letters may reach a little over their width.
    private const float Overhang = 1;
    private static readonly SKSamplingOptions Sharp = new(SKFilterMode.Nearest);
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);
    private readonly SKPaint _paint = new() { IsAntialias = true };

    public static float Measure(string text, float size)
    {
        using SKFont font = Font(text, size);
        return font.MeasureText(text);
    }

    public void Write(string text, float x, float baseline, float size, SKColor color)
    {
        using SKFont font = Font(text, size);
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = color;
        canvas.DrawText(text, x, baseline, SKTextAlign.Left, font, _paint);
    }

    public void WriteCentered(string text, float left, float baseline, float size, SKColor color)
    {
        string fitting = Fit(text, cell - 2 * Overhang, size);
        canvas.Save();
        canvas.ClipRect(SKRect.Create(left, 0, cell, float.MaxValue));
        Write(fitting, left + (cell - Measure(fitting, size)) / 2, baseline, size, color);
        canvas.Restore();
    }

    public void Draw(ImageCell content, float left, float top)
    {
        SKRect square = SKRect.Create(left, top, cell, cell);
        DrawImage(content, square);
        SKColor color = content.IsCorrect switch
        {
            true => Palette.Correct,
            false => Palette.Wrong,
            _ => Palette.Ink,
        };
        if (content.IsCorrect is not null)
            DrawFrame(square, color);
        if (content.Caption.Length > 0)
            WriteCentered(content.Caption, left, square.Bottom + CaptionBaseline, CaptionSize, color);
    }

    public void Dispose() => _paint.Dispose();

    private void DrawImage(ImageCell content, SKRect square)
    {
        using SKImage image = ImageBitmap.From(content.Image);
        float scale = Math.Min(square.Width / image.Width, square.Height / image.Height);
        SKRect target = SKRect.Create(
            square.MidX - image.Width * scale / 2, square.MidY - image.Height * scale / 2, image.Width * scale, image.Height * scale);
        // A pixel of the data stays a square on the grid; only images larger than their place are smoothed.
        canvas.DrawImage(image, target, scale * GridLayout.PixelsPerPoint >= 1 ? Sharp : Smooth);
    }

    private void DrawFrame(SKRect square, SKColor color)
    {
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = FrameWidth;
        _paint.Color = color;
        square.Inflate(-FrameWidth / 2, -FrameWidth / 2);
        canvas.DrawRect(square, _paint);
    }

    private static SKFont Font(string text, float size)
        => new(PictureFont.TypefaceFor(text), size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private static string Fit(string text, float width, float size)
    {
        using SKFont font = Font(text, size);
        if (font.MeasureText(text) <= width)
            return text;
        int length = text.Length - 1;
        while (length > 1 && font.MeasureText($"{text.AsSpan(0, length)}…") > width)
            length--;
        // No half of a letter that takes two characters.
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        return $"{text.AsSpan(0, length)}…";
    }
}

using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Samples.AugmentationGallery;

/// <summary>The picture that the gallery shows: drawn, so that the repository holds nobody's photograph.</summary>
internal static class GalleryPicture
{
    private static readonly SKColor SkyTop = new(70, 130, 200);
    private static readonly SKColor SkyBottom = new(190, 220, 235);
    private static readonly SKColor Hill = new(105, 150, 85);
    private static readonly SKColor Meadow = new(140, 185, 80);
    private static readonly SKColor Wall = new(235, 215, 180);
    private static readonly SKColor Roof = new(185, 65, 45);
    private static readonly SKColor Wood = new(110, 75, 45);
    private static readonly SKColor Leaves = new(45, 105, 55);

    /// <summary>Draws a house, a tree and a sun between hills.</summary>
    public static Image Draw(int width, int height)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using SKCanvas canvas = new(bitmap);
        canvas.Scale(width / 500f, height / 375f);
        DrawLandscape(canvas);
        DrawHouse(canvas);
        DrawTree(canvas);
        return ToImage(bitmap);
    }

    private static void DrawLandscape(SKCanvas canvas)
    {
        using SKShader sky = SKShader.CreateLinearGradient(
            new SKPoint(0, 0),
            new SKPoint(0, 260),
            [SkyTop, SkyBottom],
            SKShaderTileMode.Clamp);
        using SKPaint gradient = new() { Shader = sky };
        canvas.DrawRect(0, 0, 500, 375, gradient);
        Circle(canvas, 400, 70, 34, new SKColor(250, 215, 90));
        Oval(canvas, 120, 300, 240, 110, Hill);
        Oval(canvas, 430, 310, 230, 90, Hill);
        Oval(canvas, 250, 400, 420, 130, Meadow);
    }

    private static void DrawHouse(SKCanvas canvas)
    {
        Rectangle(canvas, 250, 175, 150, 120, Wall);
        using SKPath roof = new();
        roof.AddPoly([new SKPoint(235, 180), new SKPoint(325, 100), new SKPoint(415, 180)]);
        using SKPaint paint = Paint(Roof);
        canvas.DrawPath(roof, paint);
        Rectangle(canvas, 275, 230, 35, 65, Wood);
        Rectangle(canvas, 335, 205, 42, 38, new SKColor(90, 140, 175));
        Rectangle(canvas, 354, 205, 4, 38, SKColors.White);
        Rectangle(canvas, 335, 222, 42, 4, SKColors.White);
    }

    private static void DrawTree(SKCanvas canvas)
    {
        Rectangle(canvas, 118, 200, 22, 110, Wood);
        Circle(canvas, 128, 160, 58, Leaves);
        Circle(canvas, 92, 190, 40, Leaves);
        Circle(canvas, 166, 192, 42, Leaves);
        foreach ((int x, int y) in new[] { (100, 150), (140, 130), (150, 175), (95, 195), (125, 185), (175, 200) })
            Circle(canvas, x, y, 8, new SKColor(210, 50, 60));
    }

    private static void Circle(SKCanvas canvas, float x, float y, float radius, SKColor color) => Oval(canvas, x, y, radius, radius, color);

    private static void Oval(SKCanvas canvas, float x, float y, float radiusX, float radiusY, SKColor color)
    {
        using SKPaint paint = Paint(color);
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }

    private static void Rectangle(SKCanvas canvas, float left, float top, float width, float height, SKColor color)
    {
        using SKPaint paint = Paint(color);
        canvas.DrawRect(left, top, width, height, paint);
    }

    private static SKPaint Paint(SKColor color) => new() { Color = color, IsAntialias = true };

    private static Image ToImage(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> rgba = bitmap.GetPixelSpan();
        byte[] rgb = new byte[rgba.Length / 4 * 3];
        for (int pixel = 0; pixel < rgba.Length / 4; pixel++)
            rgba.Slice(pixel * 4, 3).CopyTo(rgb.AsSpan(pixel * 3));
        return new Image(rgb, bitmap.Width, bitmap.Height, 3);
    }
}

// Draws assets/icon.png, the packages' icon: two views of one shape, drawn together until they overlap. Run: dotnet run tools/icon.cs
#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:property PublishAot=false
using System.Runtime.CompilerServices;
using SkiaSharp;

const int Side = 128;
const int Scale = 4;   // drawn larger and scaled down: smoother edges than Skia's own

using SKBitmap large = new(Side * Scale, Side * Scale, SKColorType.Rgba8888, SKAlphaType.Premul);
using (SKCanvas canvas = new(large))
{
    canvas.Clear(SKColors.Transparent);
    canvas.Scale(Scale);
    using SKPath first = Frame(50, 50, -9), second = Frame(78, 78, 9), shape = Shape(64, 64);
    Fill(canvas, first, new SKColor(0x17, 0x6B, 0x87));
    Fill(canvas, second, new SKColor(0xF2, 0x8F, 0x3B));
    using SKPath both = first.Op(second, SKPathOp.Intersect), either = first.Op(second, SKPathOp.Union);
    Fill(canvas, both, new SKColor(0x0B, 0x2F, 0x4A));
    using SKPath seen = shape.Op(either, SKPathOp.Intersect);
    Fill(canvas, seen, SKColors.White);
}

SKImageInfo size = new(Side, Side, SKColorType.Rgba8888, SKAlphaType.Premul);
using SKBitmap icon = large.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
using SKData png = icon.Encode(SKEncodedImageFormat.Png, 100);
using FileStream file = File.Create(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "assets", "icon.png"));
png.SaveTo(file);

static void Fill(SKCanvas canvas, SKPath path, SKColor color)
{
    using SKPaint paint = new() { Color = color, IsAntialias = true };
    canvas.DrawPath(path, paint);
}

// A view: a square with round corners, tilted.
static SKPath Frame(float x, float y, float degrees)
{
    const float Half = 40, Corner = 12;
    SKPath path = new();
    path.AddRoundRect(new SKRect(x - Half, y - Half, x + Half, y + Half), Corner, Corner);
    path.Transform(SKMatrix.CreateRotationDegrees(degrees, x, y));
    return path;
}

// What both views show: a star with round arms.
static SKPath Shape(float x, float y)
{
    const int Points = 5;
    const float Outer = 30, Inner = 14;
    SKPoint[] corners = [.. Enumerable.Range(0, 2 * Points).Select(i =>
    {
        float radius = i % 2 == 0 ? Outer : Inner, angle = MathF.PI * (i / (float)Points - 0.5f);
        return new SKPoint(x + radius * MathF.Cos(angle), y + radius * MathF.Sin(angle));
    })];
    SKPath path = new();
    path.AddPoly(corners, close: true);
    using SKPaint round = new() { Style = SKPaintStyle.Stroke, StrokeWidth = 7, StrokeJoin = SKStrokeJoin.Round };
    using SKPath outline = round.GetFillPath(path);
    SKPath whole = path.Op(outline, SKPathOp.Union);
    path.Dispose();
    return whole;
}

static string ThisFile([CallerFilePath] string path = "") => path;

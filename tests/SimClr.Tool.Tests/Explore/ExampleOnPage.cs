using SimClr.Tool.Tests.Explore.Chromium;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Explore;

/// <summary>The example collection as the page shows it.</summary>
internal static class ExampleOnPage
{
    /// <summary>Where a point is in the window, as long as the map is shown whole.</summary>
    public static async Task<(double X, double Y)> PlaceAsync(ChromiumPage page, int index)
    {
        double[] area = await page.EvaluateAsync<double[]>("(() => { const r = document.querySelector('#map').getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })()");
        var points = ExampleCollection.Points();
        (float left, float right, float low, float high) = (points.Min(p => p.X), points.Max(p => p.X), points.Min(p => p.Y), points.Max(p => p.Y));
        double scale = 0.92 * Math.Min(area[2] / (right - left), area[3] / (high - low));
        return (area[0] + area[2] / 2 + (points[index].X - (left + right) / 2) * scale, area[1] + area[3] / 2 - (points[index].Y - (low + high) / 2) * scale);
    }

    /// <summary>Draws a lasso round one of the three groups.</summary>
    public static async Task LassoGroupAsync(ChromiumPage page, int group)
    {
        var places = new List<(double X, double Y)>();
        for (int i = 0; i < ExampleCollection.PerClass; i++)
            places.Add(await PlaceAsync(page, group * ExampleCollection.PerClass + i));
        (double left, double right, double top, double bottom) = (places.Min(p => p.X) - 12, places.Max(p => p.X) + 12, places.Min(p => p.Y) - 12, places.Max(p => p.Y) + 12);
        await page.DragAsync(true, (left, top), (right, top), (right, bottom), (left, bottom), (left, top + 6));
    }

    /// <summary>How many pixels of the map are strongly colored, whatever has drawn them.</summary>
    public static async Task<int> InkAsync(ChromiumPage page)
    {
        using SKBitmap window = SKBitmap.Decode(await page.ScreenshotAsync());
        int ink = 0;
        for (int y = 60; y < window.Height; y++)
            for (int x = 270; x < window.Width - 450; x++)
            {
                window.GetPixel(x, y).ToHsv(out _, out float saturation, out _);
                ink += saturation > 50 ? 1 : 0;
            }

        return ink;
    }

    /// <summary>The download itself is the browser's business; what is handed to it is not.</summary>
    public static async Task<string[]> ExportAsync(ChromiumPage page)
    {
        await page.EvaluateAsync<bool>("(() => { window.exported = null; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => { window.exported = text; }); return make.call(URL, blob); }; return true; })()");
        await page.KeyAsync("e");
        await page.WaitForAsync("window.exported");
        return (await page.EvaluateAsync<string>("window.exported")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

using SimClr.Core.Augmentation;
using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Data;

namespace SimClr.Core.Curation.Pixels;

/// <summary>Light, color and sharpness of one picture.</summary>
internal sealed class PixelStatistics
{
    private const int Levels = 256;
    private const int Rgb = 3;
    private const double DarkPart = 0.05;
    private const double BrightPart = 0.99;

    private readonly float[] _luma;
    private readonly ViewShape _shape;
    private readonly double _colorfulness;
    private readonly int[] _histogram = new int[Levels];

    private PixelStatistics(ReadOnlySpan<float> planes, ViewShape shape)
    {
        _shape = shape;
        (_luma, _colorfulness) = Luma(planes, shape);
        foreach (float value in _luma)
            _histogram[Level(value)]++;
    }

    /// <summary>Measures a decoded image.</summary>
    public static PixelStatistics Of(Image image)
    {
        View view = new();
        view.Reset(image);
        if (Math.Max(image.Width, image.Height) > ImageInspector.InspectedSide)
        {
            double scale = (double)ImageInspector.InspectedSide / Math.Max(image.Width, image.Height);
            (int height, int width) = (Scaled(image.Height, scale), Scaled(image.Width, scale));
            new Resize(height, width).Apply(view, new CropBox(0, 0, image.Height, image.Width));
        }

        return new PixelStatistics(view.Pixels, view.Shape);
    }

    /// <summary>The facts with what was measured.</summary>
    public ImageFacts Add(ImageFacts facts) => facts with
    {
        Brightness = _luma.Average(),
        DarkLuma = Percentile(DarkPart),
        BrightLuma = Percentile(BrightPart),
        Blur = BlurEffect.Of(_luma, _shape.Height, _shape.Width),
        Entropy = Entropy(),
        Colorfulness = _colorfulness,
        Thumbnail = Reduce(),
    };

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));

    private static int Level(float value) => (int)Math.Clamp(value * (Levels - 1) + 0.5f, 0, Levels - 1);

    private static (float[] Luma, double Colorfulness) Luma(ReadOnlySpan<float> planes, ViewShape shape)
    {
        int area = shape.Height * shape.Width;
        float[] luma = new float[area];
        if (shape.Channels != Rgb)
        {
            // Gray, or channels of no known color.
            for (int i = 0; i < planes.Length; i++)
                luma[i % area] += planes[i] / shape.Channels;
            return (luma, 0);
        }

        ReadOnlySpan<float> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        double spread = 0;
        for (int i = 0; i < area; i++)
        {
            luma[i] = (float)Gray.Of(red[i], green[i], blue[i]);
            spread += Math.Max(red[i], Math.Max(green[i], blue[i])) - Math.Min(red[i], Math.Min(green[i], blue[i]));
        }

        return (luma, spread / area);
    }

    private double Percentile(double part)
    {
        double below = part * _luma.Length;
        int level = 0;
        for (int count = _histogram[0]; count < below && level < Levels - 1; count += _histogram[level])
            level++;
        return level / (Levels - 1.0);
    }

    private double Entropy()
    {
        double entropy = 0;
        foreach (int count in _histogram.Where(count => count > 0))
            entropy -= (double)count / _luma.Length * Math.Log2((double)count / _luma.Length);
        return entropy;
    }

    private Thumbnail Reduce()
    {
        float[] small = new float[Thumbnail.Side * Thumbnail.Side];
        new SummedArea(_luma, _shape.Height, _shape.Width).Sample(Thumbnail.Side, Thumbnail.Side, small);
        return new Thumbnail([.. small.Select(value => (ushort)Math.Clamp(value * ushort.MaxValue + 0.5f, 0, ushort.MaxValue))]);
    }
}

using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>The official code's color formulas against a naive implementation in double, pixel by pixel.</summary>
public sealed class OfficialFormulasTests
{
    private static readonly Image Picture = Pictures.Noise(9, 13);

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.6)]
    public void Brightness_V1_AddsAConstant(double amount) => ShouldBecome(
        ColorFormulas.OfficialV1, new ColorJitterParameters((float)amount, 1, 1, 0, 0), (pixel, _) => Map(
            pixel,
            value => value + amount - 1));

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.6)]
    public void Brightness_V2_Multiplies(double amount) => ShouldBecome(
        ColorFormulas.OfficialV2, new ColorJitterParameters((float)amount, 1, 1, 0, 0), (pixel, _) => Map(pixel, value => value * amount));

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void Contrast_Official_SpreadsEachChannelAroundItsMean(double factor) => ShouldBecome(
        ColorFormulas.OfficialV2,
        new ColorJitterParameters(1, (float)factor, 1, 0, 0),
        (pixel, means) => [.. pixel.Zip(means, (value, mean) => Clip((value - mean) * factor + mean))]);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void Saturation_Official_ScalesInHsv(double factor) => ShouldBecome(
        ColorFormulas.OfficialV1,
        new ColorJitterParameters(1, 1, (float)factor, 0, 0),
        (pixel, _) =>
        {
            (double hue, double saturation, double value) = ToHsv(pixel);
            return FromHsv(hue, Clip(saturation * factor), value);
        });

    [Fact]
    public void Saturation_OfficialOnGray_ChangesNothing()
    {
        View view = Pictures.View(new Image(Enumerable.Range(0, 60).Select(at => (byte)(at / 3 * 12)).ToArray(), 5, 4, 3));
        float[] before = view.Pixels.ToArray();
        Jitter(ColorFormulas.OfficialV2).Apply(view, new ColorJitterParameters(1, 1, 3, 0, 0));
        view.Pixels.ToArray().Should().Equal(before);
    }

    private static ColorJitter Jitter(ColorFormulas formulas) => new(new ColorJitterOptions { Formulas = formulas });

    private static void ShouldBecome(ColorFormulas formulas, ColorJitterParameters parameters, Func<double[], double[], double[]> expected)
    {
        View view = Pictures.View(Picture);
        float[] before = view.Pixels.ToArray();
        int area = before.Length / 3;
        double[] means = [.. Enumerable.Range(0, 3).Select(channel => before.Skip(channel * area).Take(area).Average(value => (double)value))];
        Jitter(formulas).Apply(view, parameters);
        for (int pixel = 0; pixel < area; pixel++)
        {
            double[] wanted = expected([before[pixel], before[area + pixel], before[2 * area + pixel]], means);
            for (int channel = 0; channel < 3; channel++)
                view.Pixels[channel * area + pixel].Should().BeApproximately((float)wanted[channel], 1e-5f);
        }
    }

    private static double Clip(double value) => Math.Clamp(value, 0, 1);

    private static double[] Map(double[] pixel, Func<double, double> change) => [.. pixel.Select(value => Clip(change(value)))];

    private static (double Hue, double Saturation, double Value) ToHsv(double[] pixel)
    {
        (double maximum, double minimum) = (pixel.Max(), pixel.Min());
        double chroma = maximum - minimum;
        if (chroma == 0)
            return (0, 0, maximum);
        double hue = maximum == pixel[0] ? (pixel[1] - pixel[2]) / chroma
            : maximum == pixel[1] ? 2 + (pixel[2] - pixel[0]) / chroma
            : 4 + (pixel[0] - pixel[1]) / chroma;
        return ((hue + 6) % 6, chroma / maximum, maximum);
    }

    private static double[] FromHsv(double hue, double saturation, double value)
    {
        double fraction = hue - Math.Floor(hue);
        double p = value * (1 - saturation);
        double q = value * (1 - saturation * fraction);
        double t = value * (1 - saturation * (1 - fraction));
        return (int)hue switch
        {
            0 => [value, t, p],
            1 => [q, value, p],
            2 => [p, value, t],
            3 => [p, q, value],
            4 => [t, p, value],
            _ => [value, p, q],
        };
    }
}

using CsCheck;
using SimClr.Core.Augmentation;
using SimClr.Core.Tests.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>
/// Resize and blur against their definitions, computed in double without any of the library's shortcuts, for random sizes.
/// </summary>
public sealed class NaiveFilterTests
{
    private static readonly Gen<(int Height, int Width, int Channels, int ToHeight, int ToWidth)> Sizes =
        Gen.Select(Gen.Int[1, 24], Gen.Int[1, 24], Gen.Int[1, 6], Gen.Int[1, 40], Gen.Int[1, 40]);

    [Theory]
    [InlineData(ResizeInterpolation.Bilinear)]
    [InlineData(ResizeInterpolation.Bicubic)]
    public void Resize_AnySizes_EqualsItsDefinition(ResizeInterpolation interpolation)
        => Sizes.Sample(
            size =>
            {
                View view = Pictures.View(Pictures.Noise(size.Height, size.Width, size.Channels));
                double[] before = [.. view.Pixels.ToArray()];
                new Resize(size.ToHeight, size.ToWidth, interpolation).Apply(view, CropBox.Whole(view.Shape));
                double[,] horizontal = Weights(size.Width, size.ToWidth, interpolation);
                double[,] vertical = Weights(size.Height, size.ToHeight, interpolation);
                double[] expected = Separable(before, size.Channels, size.Height, size.Width, vertical, horizontal);
                Farthest(view, expected).Should().BeLessThan(Rounding(size.Height, size.Width));
            },
            seed: "0000KOIPe036",
            iter: 60,
            threads: 1);

    [Fact]
    public void GaussianBlur_AnySizeAndSigma_EqualsItsDefinition()
        => Gen.Select(Sizes, Gen.Double[0.1, 4], Gen.Int[0, 15]).Sample(
            (size, sigma, radius) =>
            {
                View view = Pictures.View(Pictures.Noise(size.Height, size.Width, size.Channels));
                double[] before = [.. view.Pixels.ToArray()];
                new GaussianBlur(new GaussianBlurOptions { KernelSize = 2 * radius + 1 }).Apply(view, sigma);
                double[] expected = Separable(
                    before, size.Channels, size.Height, size.Width, Blur(size.Height, sigma, radius), Blur(size.Width, sigma, radius));
                Farthest(view, expected).Should().BeLessThan(Rounding(2 * radius + 1, 2 * radius + 1));
            },
            seed: "0000KOIPe036",
            iter: 60,
            threads: 1);

    // Each output is a row of weights over all inputs; rows first and clipped, then columns and clipped.
    private static double[] Separable(double[] planes, int channels, int height, int width, double[,] vertical, double[,] horizontal)
    {
        (int toHeight, int toWidth) = (vertical.GetLength(0), horizontal.GetLength(0));
        double[] result = new double[channels * toHeight * toWidth];
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < toHeight; y++)
            {
                for (int x = 0; x < toWidth; x++)
                {
                    double sum = 0;
                    for (int row = 0; row < height; row++)
                        sum += vertical[y, row] * Clip(Row(channel * height + row, x));
                    result[(channel * toHeight + y) * toWidth + x] = Clip(sum);
                }
            }
        }

        return result;

        double Row(int row, int x) => Enumerable.Range(0, width).Sum(column => horizontal[x, column] * planes[row * width + column]);
    }

    private static double[,] Weights(int from, int to, ResizeInterpolation interpolation)
    {
        double scale = (double)from / to;
        double stretch = Math.Max(scale, 1);
        double[,] weights = new double[to, from];
        for (int x = 0; x < to; x++)
        {
            double center = (x + 0.5) * scale;
            for (int at = 0; at < from; at++)
                weights[x, at] = Filter(Math.Abs(at + 0.5 - center) / stretch, interpolation);
            Normalize(weights, x);
        }

        return weights;
    }

    private static double Filter(double distance, ResizeInterpolation interpolation) => (interpolation, distance) switch
    {
        (ResizeInterpolation.Bilinear, < 1) => 1 - distance,
        (ResizeInterpolation.Bicubic, < 1) => 1.5 * Math.Pow(distance, 3) - 2.5 * Math.Pow(distance, 2) + 1,
        (ResizeInterpolation.Bicubic, < 2) => -0.5 * Math.Pow(distance, 3) + 2.5 * Math.Pow(distance, 2) - 4 * distance + 2,
        _ => 0,
    };

    private static double[,] Blur(int length, double sigma, int radius)
    {
        double[,] weights = new double[length, length];
        for (int x = 0; x < length; x++)
        {
            for (int tap = -radius; tap <= radius; tap++)
                weights[x, Reflect(x + tap, length)] += Math.Exp(-tap * tap / (2 * sigma * sigma));
            Normalize(weights, x);
        }

        return weights;
    }

    private static int Reflect(int position, int length)
    {
        while (length > 1 && (position < 0 || position >= length))
            position = position < 0 ? -position : 2 * (length - 1) - position;
        return length == 1 ? 0 : position;
    }

    private static void Normalize(double[,] weights, int row)
    {
        int length = weights.GetLength(1);
        double sum = Enumerable.Range(0, length).Sum(at => weights[row, at]);
        for (int at = 0; at < length; at++)
            weights[row, at] /= sum;
    }

    // Two passes; a bicubic filter's weights, some below 0, have magnitudes that add up to less than 1.5.
    private static double Rounding(int verticalTaps, int horizontalTaps)
        => 1.5 * 1.5 * RoundingBounds.Worst(verticalTaps + horizontalTaps + 8, ScalarType.Float32);

    private static double Clip(double value) => Math.Clamp(value, 0, 1);

    private static double Farthest(View view, double[] expected)
        => view.Pixels.ToArray().Zip(expected, (actual, wanted) => Math.Abs(actual - wanted)).Max();
}

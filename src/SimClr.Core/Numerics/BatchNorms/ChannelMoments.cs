using System.Buffers;
using System.Numerics;

namespace SimClr.Core.Numerics.BatchNorms;

/// <summary>Mean and variance of each channel over all pixels of a batch.</summary>
/// <remarks>
/// Each block's mean and squared deviations in single precision, blocks put together in double (Chan, Golub, LeVeque 1979): nothing cancels,
/// however far the mean is from zero.
/// </remarks>
internal static unsafe class ChannelMoments
{
    /// <param name="images">Of a number of channels that <see cref="PixelBlocks.Supports"/>.</param>
    /// <returns>Means and biased variances, C each.</returns>
    public static (double[] Mean, double[] Variance) Of(ChannelsLastImages images)
    {
        PixelBlocks blocks = new(images);
        int channels = images.Channels;
        float[] means = new float[blocks.Count * channels];
        float[] squares = new float[blocks.Count * channels];
        blocks.ForEach(block =>
        {
            float* values = images.Values + blocks.Start(block);
            int at = block * channels;
            Sum(blocks, values, blocks.LengthOf(block), means.AsSpan(at, channels), squares.AsSpan(at, channels));
        });
        return Combine(blocks, images, means, squares);
    }

    private static void Sum(PixelBlocks blocks, float* values, int length, Span<float> mean, Span<float> squares)
    {
        float[] sums = blocks.RentZeros();
        float count = length / mean.Length;
        fixed (float* sum = sums)
        {
            for (int start = 0; start < length; start += blocks.Period)
            {
                int end = Math.Min(blocks.Period, length - start);
                for (int at = 0; at < end; at += Vector<float>.Count)
                    Vector.Store(Vector.Load(sum + at) + Vector.Load(values + start + at), sum + at);
            }
        }

        blocks.Fold(sums);
        for (int channel = 0; channel < mean.Length; channel++)
            mean[channel] = sums[channel] / count;
        float[] means = blocks.Repeat(mean);
        Array.Clear(sums, 0, blocks.Period);
        fixed (float* sum = sums, center = means)
        {
            for (int start = 0; start < length; start += blocks.Period)
            {
                int end = Math.Min(blocks.Period, length - start);
                for (int at = 0; at < end; at += Vector<float>.Count)
                {
                    Vector<float> deviation = Vector.Load(values + start + at) - Vector.Load(center + at);
                    Vector.Store(Vector.Load(sum + at) + deviation * deviation, sum + at);
                }
            }
        }

        blocks.Fold(sums);
        sums.AsSpan(0, squares.Length).CopyTo(squares);
        ArrayPool<float>.Shared.Return(sums);
    }

    private static (double[] Mean, double[] Variance) Combine(
        PixelBlocks blocks, ChannelsLastImages images, float[] means, float[] squares)
    {
        int channels = images.Channels;
        (double[] mean, double[] variance) = (new double[channels], new double[channels]);
        for (int block = 0; block < blocks.Count; block++)
        {
            double share = blocks.LengthOf(block) / channels / (double)images.Pixels;
            for (int channel = 0; channel < channels; channel++)
                mean[channel] += share * means[block * channels + channel];
        }

        for (int block = 0; block < blocks.Count; block++)
        {
            double share = blocks.LengthOf(block) / channels / (double)images.Pixels;
            for (int channel = 0; channel < channels; channel++)
            {
                double apart = means[block * channels + channel] - mean[channel];
                variance[channel] += squares[block * channels + channel] / (double)images.Pixels + share * apart * apart;
            }
        }

        return (mean, variance);
    }
}

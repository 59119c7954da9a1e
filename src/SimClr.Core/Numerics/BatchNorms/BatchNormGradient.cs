using System.Buffers;
using System.Numerics;

namespace SimClr.Core.Numerics.BatchNorms;

/// <summary>The gradient of batch norm, with the ReLU behind it, in two passes over the activations.</summary>
/// <param name="affine">What the forward pass did.</param>
/// <param name="input">x, what went in.</param>
internal sealed unsafe class BatchNormGradient(ChannelAffine affine, ChannelsLastImages input)
{
    private const int ValuesOfSlice = 1024; // What is cut off is still in the first-level cache when it is summed up.

    private readonly PixelBlocks _blocks = new(input);
    private readonly double[] _gradientSums = new double[input.Channels];
    private readonly double[] _productSums = new double[input.Channels];

    /// <summary>The gradient of the shift, C.</summary>
    public IReadOnlyList<double> Shift => _gradientSums;

    /// <summary>The gradient of the scale, C.</summary>
    public IReadOnlyList<double> Scale => _productSums;

    /// <summary>The first pass: sets the gradient to zero where ReLU cut the output off, and sums up.</summary>
    /// <param name="gradient">By the output; changed in place.</param>
    /// <param name="output">What came out behind the ReLU, or null: then it is computed from the input, without a residual.</param>
    /// <param name="rectified">Whether there was a ReLU.</param>
    public void Sum(ChannelsLastImages gradient, ChannelsLastImages? output, bool rectified)
    {
        int channels = input.Channels;
        float[] sums = new float[_blocks.Count * channels];
        float[] products = new float[_blocks.Count * channels];
        int slice = Math.Max(1, ValuesOfSlice / _blocks.Period) * _blocks.Period;
        float[] means = _blocks.Repeat(affine.Mean), scales = _blocks.Repeat(affine.Scale), shifts = _blocks.Repeat(affine.Shift);
        _blocks.ForEach(block =>
        {
            long start = _blocks.Start(block);
            int length = _blocks.LengthOf(block);
            (float[] sum, float[] product) = (_blocks.RentZeros(), _blocks.RentZeros());
            for (int first = 0; first < length; first += slice)
            {
                (long at, int values) = (start + first, Math.Min(slice, length - first));
                if (rectified)
                    Mask(input.Values + at, output is { } seen ? seen.Values + at : null, gradient.Values + at, values, scales, shifts);
                AddUp(input.Values + at, gradient.Values + at, values, means, sum, product);
            }

            _blocks.Fold(sum);
            _blocks.Fold(product);
            sum.AsSpan(0, channels).CopyTo(sums.AsSpan(block * channels));
            product.AsSpan(0, channels).CopyTo(products.AsSpan(block * channels));
            ArrayPool<float>.Shared.Return(sum);
            ArrayPool<float>.Shared.Return(product);
        });
        for (int at = 0; at < sums.Length; at++)
        {
            _gradientSums[at % channels] += sums[at];
            _productSums[at % channels] += (double)products[at] * affine.InverseDeviation[at % channels];
        }
    }

    /// <summary>The second pass: the gradient by x.</summary>
    /// <param name="gradient">As <see cref="Sum"/> left it.</param>
    /// <param name="result">Of the same shape; may be the gradient's own memory.</param>
    /// <param name="shift">The gradient of the shift by all values that the mean is of: <see cref="Shift"/> if there are no other ranks.</param>
    /// <param name="scale">As well that of the scale.</param>
    public void Finish(ChannelsLastImages gradient, ChannelsLastImages result, IReadOnlyList<double> shift, IReadOnlyList<double> scale)
    {
        (float[] slope, float[] curvature, float[] constant) = Coefficients(shift, scale);
        _blocks.ForEach(block =>
        {
            long start = _blocks.Start(block);
            int length = _blocks.LengthOf(block);
            fixed (float* a = slope, b = curvature, c = constant)
            {
                for (int first = 0; first < length; first += _blocks.Period)
                {
                    int end = Math.Min(_blocks.Period, length - first);
                    float* x = input.Values + start + first;
                    float* dy = gradient.Values + start + first;
                    float* dx = result.Values + start + first;
                    for (int at = 0; at < end; at += Vector<float>.Count)
                    {
                        Vector<float> value = Vector.Load(dy + at) * Vector.Load(a + at) + Vector.Load(x + at) * Vector.Load(b + at);
                        Vector.Store(value + Vector.Load(c + at), dx + at);
                    }
                }
            }
        });
    }

    // dx = scale * (dy - mean(dy) - x^ * mean(dy * x^)), x^ = (x - mean) / deviation, as a * dy + b * x + c.
    private (float[] Slope, float[] Curvature, float[] Constant) Coefficients(IReadOnlyList<double> shifts, IReadOnlyList<double> scales)
    {
        int channels = input.Channels;
        (float[] slope, float[] curvature, float[] constant) = (new float[channels], new float[channels], new float[channels]);
        for (int channel = 0; channel < channels; channel++)
        {
            double scale = affine.Scale[channel];
            double perInput = -scale * affine.InverseDeviation[channel] * scales[channel] / affine.Count;
            slope[channel] = (float)scale;
            curvature[channel] = (float)perInput;
            constant[channel] = (float)(-scale * shifts[channel] / affine.Count - perInput * affine.Mean[channel]);
        }

        return (_blocks.Repeat(slope), _blocks.Repeat(curvature), _blocks.Repeat(constant));
    }

    private void Mask(float* x, float* y, float* gradient, int length, float[] scales, float[] shifts)
    {
        fixed (float* scale = scales, shift = shifts)
        {
            for (int first = 0; first < length; first += _blocks.Period)
            {
                int end = Math.Min(_blocks.Period, length - first);
                for (int at = 0; at < end; at += Vector<float>.Count)
                {
                    float* dy = gradient + first + at;
                    Vector<float> output = y != null
                        ? Vector.Load(y + first + at)
                        : Vector.Load(x + first + at) * Vector.Load(scale + at) + Vector.Load(shift + at);
                    Vector<float> passed = Vector.AsVectorSingle(Vector.GreaterThan(output, Vector<float>.Zero));
                    Vector.Store(Vector.BitwiseAnd(Vector.Load(dy), passed), dy);
                }
            }
        }
    }

    private void AddUp(float* x, float* gradient, int length, float[] means, float[] sums, float[] products)
    {
        fixed (float* mean = means, sum = sums, product = products)
        {
            for (int first = 0; first < length; first += _blocks.Period)
            {
                int end = Math.Min(_blocks.Period, length - first);
                for (int at = 0; at < end; at += Vector<float>.Count)
                {
                    Vector<float> dy = Vector.Load(gradient + first + at);
                    Vector<float> deviation = Vector.Load(x + first + at) - Vector.Load(mean + at);
                    Vector.Store(Vector.Load(sum + at) + dy, sum + at);
                    Vector.Store(Vector.Load(product + at) + dy * deviation, product + at);
                }
            }
        }
    }
}

using System.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics.BatchNorms;

/// <summary>What batch norm did to one batch: each channel's mean, deviation, and y = scale * x + shift.</summary>
/// <param name="Mean">Means, C.</param>
/// <param name="InverseDeviation">1 / sqrt(variance + epsilon), C.</param>
/// <param name="Scale">C.</param>
/// <param name="Shift">C.</param>
/// <param name="Count">Values of a channel that mean and deviation are of, those of other ranks included.</param>
internal sealed record ChannelAffine(float[] Mean, float[] InverseDeviation, float[] Scale, float[] Shift, long Count)
{
    /// <summary>scale * x + shift, plus a residual if there is one, with ReLU if asked for: new images, the caller's.</summary>
    public Tensor Applied(Tensor images, Tensor? residual, bool rectify)
    {
        Tensor output = empty_like(images);
        ChannelsLastImages? added = residual is null ? null : ChannelsLastImages.Of(residual);
        Apply(ChannelsLastImages.Of(images), added, rectify, ChannelsLastImages.Of(output));
        return output;
    }

    /// <summary>Writes scale * x + shift, plus a residual if there is one, cut off below zero if asked for; NaN stays NaN.</summary>
    /// <param name="input">x.</param>
    /// <param name="residual">Of x's shape, or null.</param>
    /// <param name="rectify">Whether ReLU follows.</param>
    /// <param name="output">Of x's shape.</param>
    public unsafe void Apply(ChannelsLastImages input, ChannelsLastImages? residual, bool rectify, ChannelsLastImages output)
    {
        PixelBlocks blocks = new(input);
        (float[] scales, float[] shifts) = (blocks.Repeat(Scale), blocks.Repeat(Shift));
        blocks.ForEach(block =>
        {
            long start = blocks.Start(block);
            float* more = residual is { } added ? added.Values + start : null;
            fixed (float* scale = scales, shift = shifts)
            {
                int length = blocks.LengthOf(block);
                for (int first = 0; first < length; first += blocks.Period)
                {
                    int end = Math.Min(blocks.Period, length - first);
                    float* x = input.Values + start + first;
                    float* y = output.Values + start + first;
                    for (int at = 0; at < end; at += Vector<float>.Count)
                    {
                        Vector<float> value = Vector.Load(x + at) * Vector.Load(scale + at) + Vector.Load(shift + at);
                        if (more != null)
                            value += Vector.Load(more + first + at);
                        if (rectify)
                            value = Vector.AndNot(value, Vector.AsVectorSingle(Vector.LessThan(value, Vector<float>.Zero)));
                        Vector.Store(value, y + at);
                    }
                }
            }
        });
    }
}

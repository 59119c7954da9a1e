using System.Numerics.Tensors;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>A number for each of the three channels: sums of values, or their means.</summary>
internal readonly record struct ChannelSums(double Red, double Green, double Blue)
{
    public static ChannelSums Of(Rgb pixels)
        => new(
            TensorPrimitives.Sum<float>(pixels.Red),
            TensorPrimitives.Sum<float>(pixels.Green),
            TensorPrimitives.Sum<float>(pixels.Blue));

    public static ChannelSums operator +(ChannelSums a, ChannelSums b) => new(a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue);

    public static ChannelSums operator /(ChannelSums sums, double count) => new(sums.Red / count, sums.Green / count, sums.Blue / count);
}

using System.Numerics.Tensors;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>
/// Adds normal noise: counter-based uniform numbers, turned into pairs of normal ones by Box and Muller's transform, a block at a time.
/// </summary>
internal static class NoiseGenerator
{
    private const int Pairs = 256;
    private const float WordToUnit = 1f / (1 << 24);

    /// <summary>Adds noise with the given standard deviation and clips to [0, 1].</summary>
    public static void Add(Span<float> values, float deviation, ulong key)
    {
        Span<float> noise = stackalloc float[2 * Pairs];
        uint block = 0;
        for (int start = 0; start < values.Length; start += noise.Length)
        {
            Span<float> part = values.Slice(start, Math.Min(noise.Length, values.Length - start));
            Fill(noise, key, block++);
            TensorPrimitives.MultiplyAdd(noise[..part.Length], deviation, part, part);
            VectorLoop.Run(part, default(Clip));
        }
    }

    /// <summary>Fills a block with standard normal numbers.</summary>
    internal static void Fill(Span<float> noise, ulong key, uint block)
    {
        Span<float> radii = noise[..Pairs];
        Span<float> angles = noise[Pairs..];
        Span<float> sines = stackalloc float[Pairs];
        Span<uint> words = stackalloc uint[4];
        for (int at = 0; at < Pairs; at += 2)
        {
            Philox4x32.Block((uint)at, block, 0, 0, (uint)key, (uint)(key >> 32), words);
            // Half a step up: the logarithm of 0 never comes.
            radii[at] = ((words[0] >> 8) + 0.5f) * WordToUnit;
            radii[at + 1] = ((words[1] >> 8) + 0.5f) * WordToUnit;
            angles[at] = (words[2] >> 8) * (2 * WordToUnit);
            angles[at + 1] = (words[3] >> 8) * (2 * WordToUnit);
        }

        TensorPrimitives.Log<float>(radii, radii);
        TensorPrimitives.Multiply(radii, -2f, radii);
        TensorPrimitives.Sqrt<float>(radii, radii);
        TensorPrimitives.SinPi<float>(angles, sines);
        TensorPrimitives.CosPi<float>(angles, angles);
        TensorPrimitives.Multiply(angles, radii, angles);
        TensorPrimitives.Multiply(sines, radii, radii);
    }
}

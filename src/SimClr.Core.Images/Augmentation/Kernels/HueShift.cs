using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Turns the hue by a fraction of the color circle; value and saturation (HSV) stay.</summary>
/// <remarks>
/// Without branches: with M the largest channel, c the chroma and h the hue in sixths of the circle, a channel is
/// M - c * clamp(min(k, 4 - k), 0, 1) where k = (n + h) mod 6 and n = 5, 3, 1 for red, green, blue. Saturation itself is never needed.
/// </remarks>
internal readonly struct HueShift(float turn) : IColorOperation
{
    private readonly float _sixths = 6 * turn;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        Vector<float> maximum = Vector.MaxNative(Vector.MaxNative(red, green), blue);
        Vector<float> minimum = Vector.MinNative(Vector.MinNative(red, green), blue);
        Vector<float> chroma = maximum - minimum;
        // A gray pixel has no hue; any finite one will do, because its chroma is 0.
        Vector<float> divisor = Vector.ConditionalSelect(Vector.Equals(chroma, Vector<float>.Zero), Vector<float>.One, chroma);
        Vector<float> scale = Vector<float>.One / divisor;
        Vector<float> hue = Vector.ConditionalSelect(
            Vector.Equals(maximum, red),
            (green - blue) * scale,
            Vector.ConditionalSelect(
                Vector.Equals(maximum, green),
                Vector.MultiplyAddEstimate(blue - red, scale, new(2f)),
                Vector.MultiplyAddEstimate(red - green, scale, new(4f))));
        hue += new Vector<float>(_sixths);
        red = Channel(hue + new Vector<float>(5f), maximum, chroma);
        green = Channel(hue + new Vector<float>(3f), maximum, chroma);
        blue = Channel(hue + new Vector<float>(1f), maximum, chroma);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Channel(Vector<float> position, Vector<float> maximum, Vector<float> chroma)
    {
        Vector<float> k = position - 6f * Vector.Floor(position * (1f / 6));
        Vector<float> depth = Vector.ClampNative(Vector.MinNative(k, new Vector<float>(4f) - k), Vector<float>.Zero, Vector<float>.One);
        return maximum - chroma * depth;
    }
}

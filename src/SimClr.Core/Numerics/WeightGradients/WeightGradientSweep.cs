using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SimClr.Core.Numerics.WeightGradients;

/// <summary>
/// The innermost sums of a 3x3 convolution's weight gradient: of 4 filters, 8 input channels and the 3 taps of one kernel row, over all
/// pixels of a panel.
/// </summary>
internal static unsafe class WeightGradientSweep
{
    /// <summary>Filters that are summed at once.</summary>
    public const int Filters = 4;

    /// <summary>Input channels that are summed at once: one vector.</summary>
    public const int Channels = 8;

    public static bool IsSupported => Fma.IsSupported;

    /// <summary>Adds the sums to 4 x 3 vectors of the gradient.</summary>
    /// <param name="inputs">The input at the first pixel's left tap.</param>
    /// <param name="gradients">The output's gradient, 4 filters a pixel, pixel by pixel.</param>
    /// <param name="walk">How the inputs lie.</param>
    /// <param name="sums">The gradient of the first filter's left tap.</param>
    /// <param name="channels">C: taps lie C values apart, filters 9 C.</param>
    /// <remarks>The twelve sums, three inputs and one gradient are exactly the sixteen registers of AVX2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* inputs, float* gradients, in PanelWalk walk, float* sums, nint channels)
    {
        Vector256<float> a0 = Vector256<float>.Zero, a1 = a0, a2 = a0, b0 = a0, b1 = a0, b2 = a0;
        Vector256<float> c0 = a0, c1 = a0, c2 = a0, d0 = a0, d1 = a0, d2 = a0;
        nint pixel = walk.Pixel, tap = walk.Tap, secondTap = 2 * walk.Tap, column = walk.Column, length = Filters * (nint)walk.Inner;
        int rows = walk.Rows, columns = walk.Columns;
        for (int row = 0; row < rows; row++, inputs += walk.Row)
        {
            float* start = inputs;
            for (int i = 0; i < columns; i++, start += column)
            {
                float* input = start;
                for (float* end = gradients + length; gradients < end; gradients += Filters, input += pixel)
                {
                    Vector256<float> left = Vector256.Load(input);
                    Vector256<float> middle = Vector256.Load(input + tap);
                    Vector256<float> right = Vector256.Load(input + secondTap);
                    Vector256<float> gradient = Avx.BroadcastScalarToVector256(gradients);
                    a0 = Fma.MultiplyAdd(left, gradient, a0);
                    a1 = Fma.MultiplyAdd(middle, gradient, a1);
                    a2 = Fma.MultiplyAdd(right, gradient, a2);
                    gradient = Avx.BroadcastScalarToVector256(gradients + 1);
                    b0 = Fma.MultiplyAdd(left, gradient, b0);
                    b1 = Fma.MultiplyAdd(middle, gradient, b1);
                    b2 = Fma.MultiplyAdd(right, gradient, b2);
                    gradient = Avx.BroadcastScalarToVector256(gradients + 2);
                    c0 = Fma.MultiplyAdd(left, gradient, c0);
                    c1 = Fma.MultiplyAdd(middle, gradient, c1);
                    c2 = Fma.MultiplyAdd(right, gradient, c2);
                    gradient = Avx.BroadcastScalarToVector256(gradients + 3);
                    d0 = Fma.MultiplyAdd(left, gradient, d0);
                    d1 = Fma.MultiplyAdd(middle, gradient, d1);
                    d2 = Fma.MultiplyAdd(right, gradient, d2);
                }
            }
        }

        AddTaps(sums, channels, a0, a1, a2);
        AddTaps(sums + 9 * channels, channels, b0, b1, b2);
        AddTaps(sums + 18 * channels, channels, c0, c1, c2);
        AddTaps(sums + 27 * channels, channels, d0, d1, d2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTaps(float* sums, nint channels, Vector256<float> left, Vector256<float> middle, Vector256<float> right)
    {
        (Vector256.Load(sums) + left).Store(sums);
        (Vector256.Load(sums + channels) + middle).Store(sums + channels);
        (Vector256.Load(sums + 2 * channels) + right).Store(sums + 2 * channels);
    }
}

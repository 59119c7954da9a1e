using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics.Winograd;

/// <summary>The transformed weights G g Gᵀ of a 3x3 convolution: at each of the 16 positions a matrix [inputs, outputs].</summary>
internal sealed unsafe class WinogradWeights : IDisposable
{
    private const int ValuesOfUnit = 16 << 10;

    private readonly Tensor _memory; // torch's, which is kept from step to step.
    private readonly float* _values;

    private WinogradWeights(int inputs, int outputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        Panels = (outputs + WinogradProduct.Columns - 1) / WinogradProduct.Columns;
        _memory = ChannelsLastImages.Empty(16, WinogradProduct.Columns, (long)Panels * inputs, 1).DetachFromDisposeScope();
        _values = ChannelsLastImages.Of(_memory).Values;
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Panels of 16 outputs; the last may be filled up with zeros.</summary>
    public int Panels { get; }

    private nint Position => (nint)Panels * Inputs * WinogradProduct.Columns;

    /// <summary>Of a convolution.</summary>
    /// <param name="kernel">[outputs, inputs, 3, 3], outputs a multiple of 8.</param>
    public static WinogradWeights Of(Tensor kernel)
    {
        using Tensor taps = kernel.permute(2, 3, 1, 0); // [3, 3, inputs, outputs]
        using Tensor arranged = taps.contiguous();
        using Tensor images = arranged.permute(0, 3, 1, 2);
        (int outputs, int inputs) = ((int)kernel.shape[0], (int)kernel.shape[1]);
        WinogradWeights weights = new(inputs, outputs);
        weights.Transform(ChannelsLastImages.Of(images).Values, tap: (nint)inputs * outputs, input: outputs);
        return weights;
    }

    /// <summary>Of the convolution of the outputs' gradient that gives the inputs': the kernel turned around.</summary>
    /// <param name="kernel">[outputs, inputs, 3, 3], inputs a multiple of 8.</param>
    public static WinogradWeights Turned(Tensor kernel)
    {
        using Tensor arranged = ChannelsLastImages.Arrange(kernel);
        (int outputs, int inputs) = ((int)kernel.shape[0], (int)kernel.shape[1]);
        WinogradWeights weights = new(outputs, inputs);
        weights.Transform(ChannelsLastImages.Of(arranged).Values + 8 * (nint)inputs, tap: -inputs, input: 9 * (nint)inputs);
        return weights;
    }

    /// <summary>[inputs, 16] at a position.</summary>
    public float* Panel(int position, int panel) => _values + position * Position + (nint)panel * Inputs * WinogradProduct.Columns;

    public void Dispose() => _memory.Dispose();

    /// <param name="taps">The first tap of the first input, of all outputs one after the other.</param>
    /// <param name="tap">Values from a tap to the next.</param>
    /// <param name="input">Values from an input to the next.</param>
    private void Transform(float* taps, nint tap, nint input)
    {
        int inputsOfUnit = Math.Max(1, ValuesOfUnit / Outputs);
        WorkUnits.Run((Inputs + inputsOfUnit - 1) / inputsOfUnit, unit =>
        {
            int end = Math.Min(Inputs, (unit + 1) * inputsOfUnit);
            for (int index = unit * inputsOfUnit; index < end; index++)
                TransformInput(taps + index * input, tap, index);
        });
    }

    private void TransformInput(float* taps, nint tap, int input)
    {
        nint position = Position;
        int width = Panels * WinogradProduct.Columns;
        for (int output = 0; output < width; output += WinogradTransforms.Vector)
        {
            (int panel, int within) = Math.DivRem(output, WinogradProduct.Columns);
            float* to = Panel(0, panel) + (nint)input * WinogradProduct.Columns + within;
            if (output < Outputs)
                Spread(taps + output, tap, to, position);
            else
                Clear(to, position);
        }
    }

    private static void Clear(float* to, nint position)
    {
        for (int index = 0; index < 16; index++, to += position)
            Vector256<float>.Zero.Store(to);
    }

    private static void Spread(float* taps, nint tap, float* to, nint position)
    {
        Vector256<float>* lines = stackalloc Vector256<float>[12]; // G g, [4, 3]
        for (int column = 0; column < 3; column++, taps += tap)
        {
            (lines[column], lines[3 + column], lines[6 + column], lines[9 + column])
                = Spread(Vector256.Load(taps), Vector256.Load(taps + 3 * tap), Vector256.Load(taps + 6 * tap));
        }

        for (int line = 0; line < 4; line++, lines += 3, to += 4 * position)
        {
            (Vector256<float> first, Vector256<float> sum, Vector256<float> difference, Vector256<float> last)
                = Spread(lines[0], lines[1], lines[2]);
            first.Store(to);
            sum.Store(to + position);
            difference.Store(to + 2 * position);
            last.Store(to + 3 * position);
        }
    }

    private static (Vector256<float> First, Vector256<float> Sum, Vector256<float> Difference, Vector256<float> Last) Spread(
        Vector256<float> first, Vector256<float> middle, Vector256<float> last)
    {
        Vector256<float> outer = first + last;
        return (first, (outer + middle) * 0.5f, (outer - middle) * 0.5f, last);
    }
}

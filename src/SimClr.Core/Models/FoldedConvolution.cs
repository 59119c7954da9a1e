using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// A convolution and the batch norm behind it as one convolution with bias, which spares a pass over the activations. For inference:
/// a snapshot of the two, without gradient.
/// </summary>
/// <param name="kernel">[outputs, inputs, size, size], in the type to compute in; taken over.</param>
/// <param name="bias">[outputs], of the same type; taken over.</param>
/// <param name="stride">Of height and width.</param>
internal sealed class FoldedConvolution(Tensor kernel, Tensor bias, long stride) : IDisposable
{
    public Tensor Apply(Tensor input)
    {
        using Tensor cast = input.to_type(kernel.dtype);
        return SafeConvolution.Apply(cast, kernel, bias, stride); // [N, outputs, H / stride, W / stride]
    }

    public void Dispose()
    {
        kernel.Dispose();
        bias.Dispose();
    }
}

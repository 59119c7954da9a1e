using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// A convolution and the batch norm behind it as one convolution with bias, which spares a pass over the activations. For inference:
/// a snapshot of the two, without gradient.
/// </summary>
/// <param name="kernel">[outputs, inputs, size, size], in the type to compute in; taken over.</param>
/// <param name="bias">[outputs], of the same type; taken over.</param>
/// <param name="strides">Of height and width.</param>
/// <param name="padding">Of height and width.</param>
internal sealed class FoldedConvolution(Tensor kernel, Tensor bias, long[] strides, long[] padding) : IDisposable
{
    public Tensor Apply(Tensor input)
    {
        using Tensor cast = input.to_type(kernel.dtype);
        return nn.functional.conv2d(cast, kernel, bias, strides, padding); // [N, outputs, H / stride, W / stride]
    }

    public void Dispose()
    {
        kernel.Dispose();
        bias.Dispose();
    }
}

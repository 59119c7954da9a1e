using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A residual block of either kind for inference: convolutions with ReLU between them, the shortcut, a last ReLU.</summary>
internal sealed class FoldedBlock(FoldedConvolution[] convolutions, FoldedConvolution? shortcut) : IDisposable
{
    /// <summary>Folds a block's convolutions, in their order, and its downsampling, if it has one.</summary>
    public static FoldedBlock Fold(Sequential? downsample, params (ConvolutionLayer Convolution, BatchNormLayer Norm)[] layers)
    {
        FoldedConvolution? shortcut = downsample?.children().ToArray() is [ConvolutionLayer convolution, BatchNormLayer norm]
            ? convolution.Fold(norm)
            : null;
        return new FoldedBlock([.. layers.Select(layer => layer.Convolution.Fold(layer.Norm))], shortcut);
    }

    public Tensor Apply(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor residual = input;
        foreach (FoldedConvolution convolution in convolutions[..^1])
            residual = convolution.Apply(residual).relu_();
        residual = convolutions[^1].Apply(residual);
        return residual.add_(shortcut is null ? input : shortcut.Apply(input)).relu_().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (FoldedConvolution convolution in convolutions)
            convolution.Dispose();
        shortcut?.Dispose();
    }
}

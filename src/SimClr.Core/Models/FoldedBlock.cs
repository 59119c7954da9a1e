using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A residual block of either kind for inference: convolutions with ReLU between them, the shortcut, a last ReLU.</summary>
internal sealed class FoldedBlock(FoldedConvolution[] convolutions, FoldedConvolution? shortcut) : IDisposable
{
    /// <summary>A block with its present weights; the caller's.</summary>
    public static FoldedBlock Fold(IResidualBlock block) => new([.. block.Branch.Select(unit => unit.Fold())], block.Shortcut?.Fold());

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

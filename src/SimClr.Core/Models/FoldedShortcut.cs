using SimClr.Core.Models.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>The projection of a shortcut for inference.</summary>
/// <param name="pools">Whether 2x2 average pooling halves the resolution first.</param>
/// <param name="projection">The convolution; taken over.</param>
internal sealed class FoldedShortcut(bool pools, FoldedConvolution projection) : IDisposable
{
    /// <summary>A block's shortcut with its present weights, owned by the caller; null if it is the identity.</summary>
    public static FoldedShortcut? Fold(IResidualBlock block)
        => block.Shortcut is { } projection ? new(block.PoolsShortcut, projection.Fold()) : null;

    /// <summary>The operations of a block's shortcut; none if it is the identity.</summary>
    public static GraphValue Describe(IResidualBlock block, InferenceGraph graph, GraphValue input, ModuleNames names)
        => block.Shortcut?.Describe(graph, block.PoolsShortcut ? AveragePool.Describe(graph, input) : input, names) ?? input;

    public Tensor Apply(Tensor input)
    {
        if (!pools)
            return projection.Apply(input);
        using Tensor pooled = AveragePool.Halve(input);
        return projection.Apply(pooled);
    }

    public void Dispose() => projection.Dispose();
}

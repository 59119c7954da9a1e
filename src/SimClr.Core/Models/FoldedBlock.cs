using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A residual block of either kind for inference: convolutions with ReLU between them, the shortcut, a last ReLU.</summary>
internal sealed class FoldedBlock : IDisposable
{
    private readonly FoldedConvolution[] _convolutions;
    private readonly FoldedSelectiveKernel? _selection;
    private readonly FoldedSqueezeExcitation? _excitation;
    private readonly FoldedShortcut? _shortcut;

    private FoldedBlock(IResidualBlock block)
    {
        _convolutions = [.. block.Branch.Select(unit => unit.Fold())];
        _selection = block.Selection?.Fold();
        _excitation = block.Excitation?.Fold();
        _shortcut = FoldedShortcut.Fold(block);
    }

    /// <summary>A block with its present weights, owned by the caller.</summary>
    public static FoldedBlock Fold(IResidualBlock block) => new(block);

    /// <summary>The operations of <see cref="Apply"/>, with the block's weights in single precision.</summary>
    public static GraphValue Describe(IResidualBlock block, InferenceGraph graph, GraphValue input, ModuleNames names)
    {
        GraphValue residual = input;
        foreach (NormalizedConvolution unit in block.Branch.SkipLast(1))
            residual = graph.Relu(unit.Describe(graph, residual, names));
        residual = block.Selection?.Describe(graph, residual, names) ?? residual;
        residual = block.Branch[^1].Describe(graph, residual, names);
        residual = block.Excitation?.Describe(graph, residual, names) ?? residual;
        return graph.Relu(graph.Add(residual, FoldedShortcut.Describe(block, graph, input, names)));
    }

    public Tensor Apply(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor residual = input;
        foreach (FoldedConvolution convolution in _convolutions[..^1])
            residual = convolution.Apply(residual).relu_();
        residual = _selection is null ? residual : _selection.Apply(residual);
        residual = _convolutions[^1].Apply(residual);
        residual = _excitation is null ? residual : _excitation.Apply(residual);
        return residual.add_(_shortcut is null ? input : _shortcut.Apply(input), Scalars.One).relu_().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (FoldedConvolution convolution in _convolutions)
            convolution.Dispose();
        _selection?.Dispose();
        _excitation?.Dispose();
        _shortcut?.Dispose();
    }
}

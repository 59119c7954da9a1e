using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>
/// What a training pass leaves for its gradient, put down on the way forward and taken up in reverse order on the way back. Owns its
/// tensors, in no dispose scope; whoever takes one up disposes it, so that memory falls while the gradient goes back.
/// </summary>
internal sealed class PassRecord
{
    private readonly Stack<Tensor> _tensors = [];
    private readonly Stack<ChannelAffine> _affines = [];

    /// <summary>Whether everything has been taken up.</summary>
    public bool IsUsed => _tensors.Count == 0;

    /// <summary>The tensor that <see cref="Take()"/> gives next; it stays the record's.</summary>
    public Tensor Next => _tensors.Peek();

    /// <summary>Puts down what a block gives.</summary>
    public void Add(Tensor output) => _tensors.Push(output.DetachFromDisposeScope());

    /// <summary>Puts down the output of a convolution and what batch norm made of it.</summary>
    public void Add(Tensor convolved, ChannelAffine affine)
    {
        Add(convolved);
        _affines.Push(affine);
    }

    /// <summary>Takes up what a block gave; the caller's.</summary>
    public Tensor Take() => _tensors.Pop();

    /// <summary>Takes up what belongs to a convolution; the caller's.</summary>
    public RecordedConvolution Take(NormalizedConvolution unit) => new(unit, _tensors.Pop(), _affines.Pop());

    /// <summary>The activations behind the convolution that <see cref="Take(NormalizedConvolution)"/> gives next; the caller's.</summary>
    public Tensor NextActivations() => _affines.Peek().Applied(Next, residual: null, rectify: true);
}

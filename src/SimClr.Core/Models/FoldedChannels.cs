using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A snapshot of a <see cref="ChannelLayer"/> for inference.</summary>
/// <param name="matrix">[outputs, inputs]; taken over.</param>
/// <param name="shift">[outputs]; taken over.</param>
internal sealed class FoldedChannels(Tensor matrix, Tensor shift) : IDisposable
{
    /// <summary>Weights and biases of a dense layer and the batch norm behind it as one layer; owned by the caller.</summary>
    /// <param name="weight">[outputs, inputs], or of a 1x1 convolution.</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="norm">The batch norm, if there is one.</param>
    /// <returns>[outputs, inputs] and [outputs].</returns>
    public static (Tensor Matrix, Tensor Shift) Fold(Tensor weight, Tensor? bias, BatchNormLayer? norm)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = weight.flatten(1).clone();
        Tensor shift = bias is null ? zeros_like(matrix.select(1, 0)) : bias.clone();
        if (norm is not null)
        {
            (Tensor scale, Tensor offset) = norm.ToAffine();
            (matrix, shift) = (matrix * scale.view(-1, 1), (shift * scale).add(offset, Scalars.One));
        }

        return (matrix.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    /// <summary>The operation of such a layer: [N, inputs] to [N, outputs].</summary>
    /// <inheritdoc cref="Fold"/>
    public static GraphValue Describe(
        InferenceGraph graph, GraphValue input, string name, Tensor weight, Tensor? bias, BatchNormLayer? norm)
    {
        long[] shape = weight.shape[..2];
        return graph.Dense(
            input,
            graph.Weight($"{name}.weight", shape, () => Fold(weight, bias, norm).Matrix),
            graph.Weight($"{name}.bias", shape[..1], () => Fold(weight, bias, norm).Shift));
    }

    public Tensor Apply(Tensor input) => nn.functional.linear(input, matrix, shift); // [N, outputs]

    public void Dispose()
    {
        matrix.Dispose();
        shift.Dispose();
    }
}

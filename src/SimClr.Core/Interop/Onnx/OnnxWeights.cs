using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Interop.Onnx;

/// <summary>Looks for NaN and infinity in what is to be written.</summary>
internal static class OnnxWeights
{
    /// <summary>Checks a network's parameters and buffers, then the weights that they give.</summary>
    /// <exception cref="InvalidOperationException">One is not finite; the message names it.</exception>
    public static void RequireFinite(IEnumerable<(string Name, Tensor Values)> state, InferenceGraph graph)
    {
        foreach ((string name, Tensor values) in state)
            if (values.is_floating_point())
                Require(name, values);
        foreach (GraphWeight weight in graph.Weights)
            weight.Use(values => Require(weight.Value.Name, values));
    }

    private static void Require(string name, Tensor values)
    {
        using Tensor? bounded = name == OnnxGraph.ClassifierBias ? values.masked_fill(values.isneginf(), Scalars.Of(0)) : null;
        if (!FiniteParameters.IsFinite(bounded ?? values))
            throw new InvalidOperationException($"{name} holds NaN or infinity, and is not written as ONNX.");
    }
}

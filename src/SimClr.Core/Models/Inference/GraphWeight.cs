using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Inference;

/// <summary>A weight or a constant of an <see cref="InferenceGraph"/>, computed only when it is asked for.</summary>
/// <param name="Value">What stands for it in the graph.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">The type that it is written in.</param>
/// <param name="Create">Gives the values; what it makes is disposed after use, what was there before is not.</param>
internal sealed record GraphWeight(GraphValue Value, long[] Shape, ScalarType Type, Func<Tensor> Create)
{
    public long Bytes => Shape.Aggregate((long)Type.ElementSize(), (product, length) => checked(product * length));

    /// <summary>Shows the values, in <see cref="Type"/>, for as long as the use lasts.</summary>
    /// <exception cref="InvalidOperationException">The values have another shape than was said.</exception>
    public void Use(Action<Tensor> use)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor values = Create();
        if (!values.shape.AsSpan().SequenceEqual(Shape))
        {
            throw new InvalidOperationException(
                $"The weight {Value} was announced as [{string.Join(", ", Shape)}], but is [{string.Join(", ", values.shape)}].");
        }

        use(values.to_type(Type));
    }
}

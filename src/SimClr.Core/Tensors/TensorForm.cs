using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>What is expected of a tensor.</summary>
internal readonly record struct TensorForm(long[] Shape, ScalarType Type)
{
    /// <summary>True if there need be no such tensor.</summary>
    public bool IsOptional { get; init; }

    public static TensorForm Of(Tensor tensor) => new(tensor.shape, tensor.dtype);

    /// <summary>How a tensor differs, after its name in a sentence; null if it does not.</summary>
    public string? DifferenceOf(Tensor? found) => found is null ? (IsOptional ? null : "is missing") : DifferenceOf(Of(found));

    /// <inheritdoc cref="DifferenceOf(Tensor?)"/>
    public string? DifferenceOf(TensorForm found) => found switch
    {
        _ when !found.Shape.SequenceEqual(Shape) => $"has shape [{string.Join(", ", found.Shape)}] instead of [{string.Join(", ", Shape)}]",
        _ => found.Type == Type ? null : $"is of type {found.Type} instead of {Type}",
    };
}

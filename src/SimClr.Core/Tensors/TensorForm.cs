using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>What is expected of a tensor.</summary>
internal readonly record struct TensorForm(long[] Shape, ScalarType Type)
{
    /// <summary>True if there need be no such tensor.</summary>
    public bool IsOptional { get; init; }

    public static TensorForm Of(Tensor tensor) => new(tensor.shape, tensor.dtype);

    /// <summary>How a tensor differs, after its name in a sentence; null if it does not.</summary>
    public string? DifferenceOf(Tensor? found) => found switch
    {
        null => IsOptional ? null : "is missing",
        _ when !found.shape.SequenceEqual(Shape) => $"has shape [{string.Join(", ", found.shape)}] instead of [{string.Join(", ", Shape)}]",
        _ => found.dtype == Type ? null : $"is of type {found.dtype} instead of {Type}",
    };
}

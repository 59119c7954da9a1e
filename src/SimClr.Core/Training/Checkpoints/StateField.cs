using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>One field of an optimiser's state for one parameter.</summary>
internal sealed class StateField(OptimizerState state, FieldInfo field, Parameter parameter)
{
    /// <summary>The value; a number becomes a scalar. Null where the optimiser has not made it yet.</summary>
    public Tensor? Read() => field.GetValue(state) switch
    {
        null => null,
        Tensor value => value,
        long number => tensor(number, ScalarType.Int64),
        double number => tensor(number, ScalarType.Float64),
        _ => throw new NotSupportedException(
            $"{state.GetType().FullName}.{field.Name} is of type {field.FieldType.Name}; expected tensors, long or double."),
    };

    /// <summary>Why a saved value cannot be taken; null where it can.</summary>
    public string? Problem(Tensor? saved)
    {
        (long[] shape, ScalarType type) = Expected();
        if (saved is null)
            return field.GetValue(state) is null ? null : "is missing";
        return saved.dtype == type && saved.shape.SequenceEqual(shape)
            ? null
            : $"is {saved.dtype} [{string.Join(", ", saved.shape)}] instead of {type} [{string.Join(", ", shape)}]";
    }

    /// <summary>Takes a copy of a saved value.</summary>
    public void Write(Tensor saved)
    {
        if (field.FieldType != typeof(Tensor))
        {
            field.SetValue(state, field.FieldType == typeof(long) ? (object)saved.ToInt64() : saved.ToDouble());
            return;
        }

        using IDisposable mode = no_grad();
        if (field.GetValue(state) is not Tensor target)
            field.SetValue(state, target = zeros_like(parameter).DetachFromDisposeScope());
        target.copy_(saved);
    }

    private (long[] Shape, ScalarType Type) Expected()
    {
        if (field.FieldType == typeof(Tensor))
            return field.GetValue(state) is Tensor present ? (present.shape, present.dtype) : (parameter.shape, parameter.dtype);
        return ([], field.FieldType == typeof(long) ? ScalarType.Int64 : ScalarType.Float64);
    }
}

using System.Reflection;
using SimClr.Core.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>One field of an optimizer's state for one parameter.</summary>
internal sealed class StateField(OptimizerState state, FieldInfo field, Parameter parameter)
{
    /// <summary>What a saved value must be like; there need be none where the optimizer has made none yet.</summary>
    public TensorForm Expected => @field.GetValue(state) switch
    {
        Tensor present => TensorForm.Of(present),
        null => TensorForm.Of(parameter) with { IsOptional = true },
        long => new TensorForm([], ScalarType.Int64),
        _ => new TensorForm([], ScalarType.Float64),
    };

    /// <summary>The value; a number becomes a scalar. Null where the optimizer has not made it yet.</summary>
    public Tensor? Read() => field.GetValue(state) switch
    {
        null => null,
        Tensor value => value,
        long number => tensor(number, ScalarType.Int64),
        double number => tensor(number, ScalarType.Float64),
        _ => throw new NotSupportedException(
            $"{state.GetType().FullName}.{field.Name} is of type {field.FieldType.Name}; expected tensors, long or double."),
    };

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
}

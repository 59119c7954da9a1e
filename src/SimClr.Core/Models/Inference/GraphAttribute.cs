namespace SimClr.Core.Models.Inference;

/// <summary>A setting of an operation in an <see cref="InferenceGraph"/>, such as the stride of a convolution.</summary>
/// <remarks>Immutable. The names, and which of the three kinds each has, are those of the ONNX operator.</remarks>
public sealed class GraphAttribute
{
    /// <summary>An attribute that is a whole number.</summary>
    /// <param name="name">The operator's name for it, such as <c>axis</c>.</param>
    /// <param name="value">The number.</param>
    public GraphAttribute(string name, long value)
        : this(name, (object)value)
    {
    }

    /// <summary>An attribute that is a number in single precision.</summary>
    /// <param name="name">The operator's name for it, such as <c>epsilon</c>.</param>
    /// <param name="value">The number.</param>
    public GraphAttribute(string name, float value)
        : this(name, (object)value)
    {
    }

    /// <summary>An attribute that is a list of whole numbers.</summary>
    /// <param name="name">The operator's name for it, such as <c>strides</c>.</param>
    /// <param name="values">The numbers; copied.</param>
    public GraphAttribute(string name, IReadOnlyList<long> values)
        : this(name, (object)(values ?? throw new ArgumentNullException(nameof(values))).ToArray())
    {
    }

    private GraphAttribute(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Value) = (name, value);
    }

    internal string Name { get; }

    /// <summary>A long, a float or an array of longs.</summary>
    internal object Value { get; }
}

using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Inference;

/// <summary>
/// A network in evaluation mode as a list of operations with their weights, from images to what is asked of them. Encoders and heads
/// describe themselves into one (<see cref="Encoder.Describe"/>), which is then written as ONNX.
/// </summary>
/// <remarks>
/// Operations are those of ONNX, operator set 17, by their names there. <see cref="InferenceGraphExtensions"/> has the usual ones as
/// methods. Weights are neither copied nor computed before the graph is written, one at a time. Not thread-safe.
/// </remarks>
public sealed class InferenceGraph
{
    private readonly Dictionary<string, GraphValue> _values = [];
    private readonly List<GraphWeight> _weights = [];
    private readonly List<GraphOperation> _operations = [];
    private readonly List<(GraphValue Value, int Dimension)> _outputs = [];

    internal InferenceGraph(int channels, int? height, int? width)
    {
        (Channels, Height, Width) = (channels, height, width);
        Images = new GraphValue(this, "images", isResult: false);
    }

    /// <summary>Height of the images; null if it is open until the network runs.</summary>
    public int? Height { get; }

    /// <summary>Width of the images; null if it is open until the network runs.</summary>
    public int? Width { get; }

    internal int Channels { get; }

    /// <summary>[N, C, H, W].</summary>
    internal GraphValue Images { get; }

    /// <summary>What the names of weights begin with from now on.</summary>
    internal string Scope { get; set; } = "";

    internal IReadOnlyList<GraphWeight> Weights => _weights;

    internal IReadOnlyList<GraphOperation> Operations => _operations;

    /// <summary>What the network gives, [N, dimension] each, in order.</summary>
    internal IReadOnlyList<(GraphValue Value, int Dimension)> Outputs => _outputs;

    /// <summary>Adds a weight that is a tensor as it stands, such as a parameter.</summary>
    /// <param name="name">Its name in the module, which is its name in the file, too.</param>
    /// <param name="values">Of a floating-point type, written in single precision. Borrowed until the graph is written.</param>
    /// <exception cref="ArgumentException">The name is taken, or the type is no floating-point type.</exception>
    public GraphValue Weight(string name, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!values.is_floating_point())
            throw new ArgumentException($"The weight {name} must be of a floating-point type, but is {values.dtype}.", nameof(values));
        return Weight(name, values.shape, () => values);
    }

    /// <summary>Adds a weight that is computed when the graph is written, such as one that a batch norm is folded into.</summary>
    /// <param name="name">Its name in the file, best that of the parameter that it comes from.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">
    /// Computes the values, of that shape and a floating-point type. Called without gradients, possibly more than once; tensors that it
    /// makes are disposed.
    /// </param>
    /// <exception cref="ArgumentException">The name is taken, or a side of the shape is negative.</exception>
    public GraphValue Weight(string name, IReadOnlyList<long> shape, Func<Tensor> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (shape.Any(length => length < 0))
            throw new ArgumentException($"The weight {name} has the shape [{string.Join(", ", shape)}].", nameof(shape));
        string full = Scope + name;
        if (_values.ContainsKey(full))
            throw new ArgumentException($"There is a weight {full} already.", nameof(name));
        return Add(full, [.. shape], ScalarType.Float32, values);
    }

    /// <summary>A list of whole numbers, such as operators take for shapes and axes.</summary>
    public GraphValue Integers(params ReadOnlySpan<long> values)
    {
        long[] copy = values.ToArray();
        string name = $"integers({string.Join(",", copy)})";
        return _values.GetValueOrDefault(name) ?? Add(name, [copy.Length], ScalarType.Int64, () => tensor(copy));
    }

    /// <summary>One number in single precision, for operators that apply it to every element.</summary>
    public GraphValue Number(float value)
    {
        string name = FormattableString.Invariant($"number({value:R})");
        return _values.GetValueOrDefault(name) ?? Add(name, [], ScalarType.Float32, () => tensor(value));
    }

    /// <summary>Adds an operation with one output.</summary>
    /// <param name="type">The ONNX operator, such as <c>Relu</c>.</param>
    /// <param name="inputs">Values of this graph, in the operator's order.</param>
    /// <param name="attributes">What differs from the operator's defaults.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">An input is of another graph.</exception>
    public GraphValue Operation(string type, IReadOnlyList<GraphValue> inputs, params IReadOnlyList<GraphAttribute> attributes)
        => Operation(type, 1, inputs, attributes)[0];

    /// <summary>Adds an operation with any number of outputs.</summary>
    /// <param name="type">The ONNX operator, such as <c>Split</c>.</param>
    /// <param name="outputs">Number of outputs, at least 1.</param>
    /// <param name="inputs">Values of this graph, in the operator's order.</param>
    /// <param name="attributes">What differs from the operator's defaults.</param>
    /// <returns>The outputs.</returns>
    /// <exception cref="ArgumentException">An input is of another graph.</exception>
    public IReadOnlyList<GraphValue> Operation(
        string type, int outputs, IReadOnlyList<GraphValue> inputs, params IReadOnlyList<GraphAttribute> attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(attributes);
        if (inputs.FirstOrDefault(input => input?.Graph != this) is { } foreign)
            throw new ArgumentException($"{type} takes {foreign}, which is a value of another graph.", nameof(inputs));
        if (inputs.Contains(null!))
            throw new ArgumentException($"{type} takes a value that is null.", nameof(inputs));
        string name = $"{type}_{_operations.Count}";
        GraphValue[] results = new GraphValue[outputs];
        for (int index = 0; index < outputs; index++)
            results[index] = new GraphValue(this, outputs == 1 ? name : $"{name}_{index}", isResult: true);
        _operations.Add(new GraphOperation(name, type, [.. inputs], results, [.. attributes]));
        return results;
    }

    /// <summary>Makes a value, [N, dimension], one that the network gives.</summary>
    internal void Give(string name, GraphValue value, int dimension)
    {
        // A value has one name, and those of the images and the weights are fixed.
        if (!value.IsResult || _outputs.Any(output => output.Value == value))
            value = Operation("Identity", [value]);
        value.Name = name;
        _outputs.Add((value, dimension));
    }

    private GraphValue Add(string name, long[] shape, ScalarType type, Func<Tensor> values)
    {
        GraphValue value = new(this, name, isResult: false);
        _weights.Add(new GraphWeight(value, shape, type, values));
        return _values[name] = value;
    }
}

namespace SimClr.Core.Models.Inference;

/// <summary>
/// The usual operations of an <see cref="InferenceGraph"/>, each over
/// <see cref="InferenceGraph.Operation(string, IReadOnlyList{GraphValue}, IReadOnlyList{GraphAttribute})"/>.
/// </summary>
public static class InferenceGraphExtensions
{
    /// <summary>A 2-d convolution: [N, C, H, W] to [N, outputs, H', W'].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="kernel">[outputs, C, height, width].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="stride">Of both sides. Default 1.</param>
    /// <param name="padding">Zeros on each of the four sides. Default 0.</param>
    public static GraphValue Convolution(
        this InferenceGraph graph, GraphValue input, GraphValue kernel, GraphValue? bias, long stride = 1, long padding = 0)
        => graph.Operation(
            "Conv",
            bias is null ? [input, kernel] : [input, kernel, bias],
            new GraphAttribute("strides", [stride, stride]),
            new GraphAttribute("pads", [padding, padding, padding, padding]));

    /// <summary>The greatest value of each window: [N, C, H, W] to [N, C, H', W'].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="size">Side of a window.</param>
    /// <param name="stride">Of both sides.</param>
    /// <param name="padding">Pixels on each of the four sides that are never the greatest.</param>
    public static GraphValue MaximumPool(this InferenceGraph graph, GraphValue input, long size, long stride, long padding)
        => graph.Operation(
            "MaxPool",
            [input],
            new GraphAttribute("kernel_shape", [size, size]),
            new GraphAttribute("strides", [stride, stride]),
            new GraphAttribute("pads", [padding, padding, padding, padding]));

    /// <summary>The average over all pixels: [N, C, H, W] to [N, C].</summary>
    public static GraphValue GlobalAverage(this InferenceGraph graph, GraphValue input)
        => graph.Operation("Flatten", [graph.Operation("GlobalAveragePool", [input])], new GraphAttribute("axis", 1));

    /// <summary>A dense layer x W' + b: [N, inputs] to [N, outputs].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">x, [N, inputs].</param>
    /// <param name="weight">W, [outputs, inputs].</param>
    /// <param name="bias">b, [outputs].</param>
    public static GraphValue Dense(this InferenceGraph graph, GraphValue input, GraphValue weight, GraphValue bias)
        => graph.Operation("Gemm", [input, weight, bias], new GraphAttribute("transB", 1));

    /// <summary>A product of matrices, or of stacks of them: [..., rows, inner] times [..., inner, columns].</summary>
    public static GraphValue MatrixProduct(this InferenceGraph graph, GraphValue left, GraphValue right)
        => graph.Operation("MatMul", [left, right]);

    /// <summary>The sum, element by element; sides of length 1 are repeated.</summary>
    public static GraphValue Add(this InferenceGraph graph, GraphValue left, GraphValue right) => graph.Operation("Add", [left, right]);

    /// <summary>The product, element by element; sides of length 1 are repeated.</summary>
    public static GraphValue Multiply(this InferenceGraph graph, GraphValue left, GraphValue right)
        => graph.Operation("Mul", [left, right]);

    /// <summary>max(x, 0).</summary>
    public static GraphValue Relu(this InferenceGraph graph, GraphValue input) => graph.Operation("Relu", [input]);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static GraphValue Sigmoid(this InferenceGraph graph, GraphValue input) => graph.Operation("Sigmoid", [input]);

    /// <summary>GELU, exact: x (1 + erf(x / √2)) / 2.</summary>
    public static GraphValue Gelu(this InferenceGraph graph, GraphValue input)
    {
        // An operator of its own only from set 20 on.
        GraphValue error = graph.Operation("Erf", [graph.Multiply(input, graph.Number(float.Sqrt(0.5f)))]);
        return graph.Multiply(graph.Multiply(input, graph.Number(0.5f)), graph.Add(error, graph.Number(1)));
    }

    /// <summary>exp(x) along an axis, divided by its sum.</summary>
    public static GraphValue Softmax(this InferenceGraph graph, GraphValue input, long axis)
        => graph.Operation("Softmax", [input], new GraphAttribute("axis", axis));

    /// <summary>Normalizes along the last axis to mean 0 and variance 1, then scales and shifts.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">[..., width].</param>
    /// <param name="scale">[width].</param>
    /// <param name="shift">[width].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static GraphValue LayerNorm(this InferenceGraph graph, GraphValue input, GraphValue scale, GraphValue shift, float epsilon)
        => graph.Operation("LayerNormalization", [input, scale, shift], new GraphAttribute("epsilon", epsilon));

    /// <summary>The mean along an axis, which is left out of the result.</summary>
    public static GraphValue Mean(this InferenceGraph graph, GraphValue input, long axis)
        => graph.Operation("ReduceMean", [input], new GraphAttribute("axes", [axis]), new GraphAttribute("keepdims", 0));

    /// <summary>The same values in another shape.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The values.</param>
    /// <param name="shape">
    /// The sides; 0 keeps the input's side at that place, such as the number of images, and -1 (once) is what is left.
    /// </param>
    public static GraphValue Reshape(this InferenceGraph graph, GraphValue input, params ReadOnlySpan<long> shape)
        => graph.Operation("Reshape", [input, graph.Integers(shape)]);

    /// <summary>Changes the order of the axes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The values.</param>
    /// <param name="axes">For each axis of the result the input's.</param>
    public static GraphValue Transpose(this InferenceGraph graph, GraphValue input, params ReadOnlySpan<long> axes)
        => graph.Operation("Transpose", [input], new GraphAttribute("perm", axes.ToArray()));

    /// <summary>Cuts along an axis into parts of equal length.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The values.</param>
    /// <param name="axis">The axis; its length must be a multiple of the number of parts.</param>
    /// <param name="parts">Number of parts, at least 1.</param>
    public static IReadOnlyList<GraphValue> Split(this InferenceGraph graph, GraphValue input, long axis, int parts)
        => graph.Operation("Split", parts, [input], new GraphAttribute("axis", axis));

    /// <summary>Puts values one behind another along an axis.</summary>
    public static GraphValue Concatenate(this InferenceGraph graph, IReadOnlyList<GraphValue> inputs, long axis)
        => graph.Operation("Concat", inputs, new GraphAttribute("axis", axis));
}

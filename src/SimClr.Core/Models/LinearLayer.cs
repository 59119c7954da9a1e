using SimClr.Core.Models.Inference;
using SimClr.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A dense layer y = x W' (+ b).</summary>
internal sealed class LinearLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight; // [outputs, inputs]
    private readonly Parameter? bias; // [outputs]
    private readonly Precision _precision;

    private LinearLayer(Tensor weight, Tensor? bias, Precision precision)
        : base(nameof(LinearLayer))
    {
        this.weight = new Parameter(weight);
        this.bias = bias is null ? null : new Parameter(bias);
        _precision = precision;
        RegisterComponents();
    }

    /// <summary>With torch's default initialization, U(-1/sqrt(inputs), 1/sqrt(inputs)).</summary>
    public static LinearLayer Uniform(int inputs, int outputs, bool hasBias, RandomStream random)
    {
        double bound = 1 / Math.Sqrt(inputs);
        Tensor weight = WeightInitialization.Uniform([outputs, inputs], bound, random);
        return new(weight, hasBias ? WeightInitialization.Uniform([outputs], bound, random) : null, Precision.Float32);
    }

    /// <summary>With normal weights of a small deviation, by default that of transformers, and biases of zero.</summary>
    public static LinearLayer Gaussian(
        int inputs,
        int outputs,
        Precision precision,
        RandomStream random,
        double deviation = WeightInitialization.TransformerDeviation)
        => new(WeightInitialization.Gaussian([outputs, inputs], deviation, random), zeros(outputs), precision);

    /// <summary>A layer of its own with the same weights and arithmetic.</summary>
    public LinearLayer Copy()
    {
        using IDisposable mode = no_grad();
        return new(weight.clone(), bias?.clone(), _precision);
    }

    /// <summary>The weights, [outputs, inputs].</summary>
    public Parameter Weight => weight;

    /// <summary>The biases, [outputs]; null if there are none.</summary>
    public Parameter? Bias => bias;

    public override Tensor forward(Tensor input) => Apply(input, weight, bias, _precision); // [..., outputs]

    /// <summary>The operation of this layer and the batch norm behind it, if there is one: [N, inputs] to [N, outputs].</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue input, ModuleNames names, BatchNormLayer? norm = null)
        => FoldedChannels.Describe(graph, input, names[this], weight, bias, norm);

    /// <summary>The operations of this layer, which must have biases, for tokens: [N, T, inputs] to [N, T, outputs].</summary>
    public GraphValue DescribeForTokens(InferenceGraph graph, GraphValue tokens, ModuleNames names)
    {
        // The operator for matrices takes none but two-dimensional ones; this one takes stacks, and nothing transposed.
        GraphValue matrix = graph.Weight($"{names[this]}.weight", [weight.shape[1], weight.shape[0]], () => weight.t());
        return graph.Add(graph.MatrixProduct(tokens, matrix), graph.Weight($"{names[this]}.bias", bias!));
    }

    /// <summary>A product in the type that the precision asks for.</summary>
    /// <param name="input">[..., inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <returns>[..., outputs], of that type; owned by the caller.</returns>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor? bias, Precision precision)
    {
        ScalarType type = precision.ArithmeticFor(weight);
        if (input.dtype == type && weight.dtype == type)
            return nn.functional.linear(input, weight, bias);
        using Tensor cast = input.to_type(type);
        using Tensor matrix = weight.to_type(type);
        using Tensor? shift = bias?.to_type(type);
        return nn.functional.linear(cast, matrix, shift);
    }
}

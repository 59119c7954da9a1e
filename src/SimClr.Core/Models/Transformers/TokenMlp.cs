using SimClr.Core.Models.Inference;
using SimClr.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Transformers;

/// <summary>Two dense layers with GELU between them, for each token alone.</summary>
internal sealed class TokenMlp : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer fc1;
    private readonly LinearLayer fc2;

    public TokenMlp(int width, int hidden, Precision precision, RandomStream random)
        : base(nameof(TokenMlp))
    {
        fc1 = LinearLayer.Gaussian(width, hidden, precision, random);
        fc2 = LinearLayer.Gaussian(hidden, width, precision, random);
        RegisterComponents();
    }

    /// <summary>The operations of the same.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue tokens, ModuleNames names)
        => fc2.DescribeForTokens(graph, graph.Gelu(fc1.DescribeForTokens(graph, tokens, names)), names);

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return fc2.call(nn.functional.gelu(fc1.call(input))).MoveToOuterDisposeScope(); // [N, T, width]
    }
}

using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Transformers;

/// <summary>
/// A pre-norm block of a vision transformer: x + attention(norm(x)), then x + mlp(norm(x)). The tokens x stay in single precision also where
/// the products are in bfloat16.
/// </summary>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor>
{
    /// <summary>Epsilon of the layer norms, as in ViT, timm and torchvision.</summary>
    public const double NormEpsilon = 1e-6;

    private readonly LayerNorm norm1;
    private readonly SelfAttention attn;
    private readonly LayerNorm norm2;
    private readonly TokenMlp mlp;

    public TransformerBlock(VisionTransformerOptions options, Precision precision, RandomStream random)
        : base(nameof(TransformerBlock))
    {
        norm1 = nn.LayerNorm(options.Width, NormEpsilon);
        attn = new SelfAttention(options.Width, options.Heads, precision, random);
        norm2 = nn.LayerNorm(options.Width, NormEpsilon);
        mlp = new TokenMlp(options.Width, options.HiddenWidth, precision, random);
        RegisterComponents();
    }

    /// <summary>The operation of a layer norm over the tokens' width.</summary>
    public static GraphValue DescribeNorm(LayerNorm norm, InferenceGraph graph, GraphValue tokens, ModuleNames names)
    {
        GraphValue scale = graph.Weight($"{names[norm]}.weight", norm.weight!);
        GraphValue shift = graph.Weight($"{names[norm]}.bias", norm.bias!);
        return graph.LayerNorm(tokens, scale, shift, (float)NormEpsilon);
    }

    /// <summary>The operations of the same.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue input, ModuleNames names)
    {
        GraphValue tokens = graph.Add(input, attn.Describe(graph, DescribeNorm(norm1, graph, input, names), names));
        return graph.Add(tokens, mlp.Describe(graph, DescribeNorm(norm2, graph, tokens, names), names));
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = input.add(attn.call(norm1.call(input)), Scalars.One);
        return tokens.add(mlp.call(norm2.call(tokens)), Scalars.One).MoveToOuterDisposeScope(); // [N, T, width]
    }
}

using SimClr.Core.Models.Inference;
using SimClr.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Transformers;

/// <summary>Multi-head self-attention over tokens [N, T, width] (Vaswani et al. 2017), by torch's fused kernel, which keeps no T x T matrix.</summary>
internal sealed class SelfAttention : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer qkv;
    private readonly LinearLayer proj;
    private readonly int _heads;

    public SelfAttention(int width, int heads, Precision precision, RandomStream random)
        : base(nameof(SelfAttention))
    {
        qkv = LinearLayer.Gaussian(width, 3 * width, precision, random);
        proj = LinearLayer.Gaussian(width, width, precision, random);
        _heads = heads;
        RegisterComponents();
    }

    /// <summary>The operations of the same, in which there is a T x T matrix a head.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue tokens, ModuleNames names)
    {
        long width = proj.Weight.shape[0];
        long each = width / _heads;
        GraphValue[] all =
        [
            .. graph.Split(qkv.DescribeForTokens(graph, tokens, names), axis: 2, 3)
                .Select(part => graph.Reshape(part, 0, 0, _heads, each)), // [N, T, heads, width / heads]
        ];
        GraphValue queries = graph.Multiply(graph.Transpose(all[0], 0, 2, 1, 3), graph.Number((float)(1 / Math.Sqrt(each))));
        GraphValue keys = graph.Transpose(all[1], 0, 2, 3, 1); // [N, heads, width / heads, T]
        GraphValue weights = graph.Softmax(graph.MatrixProduct(queries, keys), axis: 3); // [N, heads, T, T]
        GraphValue mixed = graph.MatrixProduct(weights, graph.Transpose(all[2], 0, 2, 1, 3)); // [N, heads, T, width / heads]
        return proj.DescribeForTokens(graph, graph.Reshape(graph.Transpose(mixed, 0, 2, 1, 3), 0, 0, width), names);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        (long images, long tokens, long width) = (input.shape[0], input.shape[1], input.shape[2]);
        Tensor all = qkv.call(input).view(images, tokens, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4); // [3, N, heads, T, width / heads]
        Tensor mixed = nn.functional.scaled_dot_product_attention(all[0], all[1], all[2]); // [N, heads, T, width / heads]
        return proj.call(mixed.transpose(1, 2).reshape(images, tokens, width)).MoveToOuterDisposeScope(); // [N, T, width]
    }
}

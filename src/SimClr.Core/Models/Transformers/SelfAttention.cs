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

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        (long images, long tokens, long width) = (input.shape[0], input.shape[1], input.shape[2]);
        Tensor all = qkv.call(input).view(images, tokens, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4); // [3, N, heads, T, width / heads]
        Tensor mixed = nn.functional.scaled_dot_product_attention(all[0], all[1], all[2]); // [N, heads, T, width / heads]
        return proj.call(mixed.transpose(1, 2).reshape(images, tokens, width)).MoveToOuterDisposeScope(); // [N, T, width]
    }
}

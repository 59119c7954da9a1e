using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>NT-Xent as it is usually written: the whole similarity matrix, a mask, cross entropy, and autograd for the rest.</summary>
internal static class PlainNtXent
{
    public static Tensor Loss(Tensor z1, Tensor z2, double temperature)
    {
        long pairs = z1.shape[0];
        Tensor z = nn.functional.normalize(cat([z1, z2]));
        Tensor self = eye(2 * pairs, dtype: ScalarType.Bool);
        Tensor logits = (z.mm(z.t()) / temperature).masked_fill(self, float.NegativeInfinity);
        return nn.functional.cross_entropy(logits, arange(2 * pairs, dtype: int64).add(pairs).remainder(2 * pairs));
    }
}

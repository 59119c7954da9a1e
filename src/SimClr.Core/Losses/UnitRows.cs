using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The embeddings of both views, one below the other, scaled to unit length, with the way back for their gradient.</summary>
internal sealed class UnitRows
{
    /// <summary>Rows shorter than this have no direction (the same bound as torch.nn.functional.normalize).</summary>
    private const double SmallestNorm = 1e-12;

    private readonly Tensor _inverseNorms;

    private UnitRows(Tensor values, Tensor inverseNorms) => (Values, _inverseNorms) = (values, inverseNorms);

    /// <summary>Unit rows [2N, D], z1 above z2, in 32 bits or, for 64-bit input, 64 bits; rows without direction are zero.</summary>
    public Tensor Values { get; }

    /// <summary>Normalises z1 and z2 [N, D]; the tensors belong to the caller's dispose scope.</summary>
    public static UnitRows Of(Tensor z1, Tensor z2)
    {
        ScalarType type = z1.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Tensor z = cat([z1, z2]).to(type);                                                          // [2N, D]
        Tensor norms = linalg.vector_norm(z, dims: [1], keepdim: true);                             // [2N, 1]
        // The gradient's length is 1 / norm: where that has no meaning, 0 keeps one dead row from destroying all weights.
        Tensor inverse = where(norms > SmallestNorm, norms.reciprocal(), zeros_like(norms));
        return new UnitRows(z.mul_(inverse), inverse);
    }

    /// <summary>Multiplies a gradient with the Jacobian of the normalisation, in place: (g - u (u.g)) / |z| for each row.</summary>
    /// <param name="gradient">With respect to <see cref="Values"/>, [2N, D]; overwritten.</param>
    public Tensor PullBack(Tensor gradient)
    {
        Tensor radial = (gradient * Values).sum(1, keepdim: true);                                  // [2N, 1]
        return gradient.addcmul_(radial, Values, -1).mul_(_inverseNorms);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The embeddings of both views, one below the other, scaled to unit length, with the way back for their gradient.</summary>
internal sealed class UnitRows
{
    /// <summary>Above it no square that matters to the norm vanishes, in single precision or double.</summary>
    private const double SmallestPlainNorm = 1e-12;

    private readonly Tensor _inverseNorms;

    private UnitRows(Tensor values, Tensor inverseNorms) => (Values, _inverseNorms) = (values, inverseNorms);

    /// <summary>
    /// Unit rows [2N, D], z1 above z2, in 32 bits or, for 64-bit input, 64 bits; rows shorter than the type's smallest normal number, as
    /// those of zeros, have no direction and are zero.
    /// </summary>
    public Tensor Values { get; }

    /// <summary>Normalises z1 and z2 [N, D]; the tensors belong to the caller's dispose scope.</summary>
    public static UnitRows Of(Tensor z1, Tensor z2)
    {
        ScalarType type = z1.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Tensor z = cat([z1, z2]).to(type);                                                          // [2N, D]
        Tensor norms = Norms(z);                                                                    // [2N, 1]
        Tensor plain = (norms > SmallestPlainNorm).logical_and(norms < double.PositiveInfinity);    // [2N, 1]
        // Elsewhere than on the CPU, asking would wait for the device, and costs more than the pass that it may spare.
        if (z.device_type == DeviceType.CPU && plain.all().ToBoolean())
        {
            Tensor inverse = norms.reciprocal();
            return new UnitRows(z.mul_(inverse), inverse);
        }

        return OfAnyLength(z, norms, plain);
    }

    /// <summary>Multiplies a gradient with the Jacobian of the normalisation, in place: (g - u (u.g)) / |z| for each row.</summary>
    /// <param name="gradient">With respect to <see cref="Values"/>, [2N, D]; overwritten.</param>
    public Tensor PullBack(Tensor gradient)
    {
        Tensor radial = (gradient * Values).sum(1, keepdim: true);                                  // [2N, 1]
        return gradient.addcmul_(radial, Values, -1).mul_(_inverseNorms);
    }

    /// <summary>
    /// Brings rows that are not plain to where their squares can neither overflow nor vanish first, by a power of two, which leaves all
    /// their digits. NaN and infinity make a row of NaN.
    /// </summary>
    private static UnitRows OfAnyLength(Tensor z, Tensor norms, Tensor plain)
    {
        (int smallest, int raise, int lower) = z.dtype == ScalarType.Float64 ? (-1022, 531, -768) : (-126, 83, -96);
        Tensor tooShort = norms <= SmallestPlainNorm;                                                 // [2N, 1]
        Tensor factors = where(tooShort, full_like(norms, Math.ScaleB(1, raise)), full_like(norms, Math.ScaleB(1, lower)));
        factors = where(plain, ones_like(norms), factors);                                          // [2N, 1]
        z.mul_(factors);
        norms = Norms(z);
        // The gradient's length is 1 / norm: where that has no meaning, 0 keeps one dead row from destroying all weights.
        Tensor dead = tooShort.logical_and(norms < Math.ScaleB(1, smallest + raise));
        Tensor inverse = where(dead, zeros_like(norms), norms.reciprocal());
        return new UnitRows(z.mul_(inverse), inverse.mul(factors));
    }

    private static Tensor Norms(Tensor rows) => linalg.vector_norm(rows, dims: [1], keepdim: true);
}

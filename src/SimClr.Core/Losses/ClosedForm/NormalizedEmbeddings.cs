using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>Embeddings scaled to unit length, with the way back for their gradient.</summary>
internal sealed class NormalizedEmbeddings
{
    /// <summary>Above it no square that matters to the norm vanishes, in single precision or double.</summary>
    private const double SmallestPlainNorm = 1e-12;

    /// <summary>A large batch's product of gradient and rows is not held as a whole.</summary>
    private const long RowsAtOnce = 2048;

    private readonly Tensor _inverseNorms;

    private NormalizedEmbeddings(Tensor values, Tensor inverseNorms) => (Values, _inverseNorms) = (values, inverseNorms);

    /// <summary>
    /// Unit rows [V*N, D], in 32 bits or, for 64-bit input, 64 bits; rows shorter than the type's smallest normal number, as
    /// those of zeros, have no direction and are zero.
    /// </summary>
    public Tensor Values { get; }

    /// <summary>Normalizes embeddings [V*N, D]; borrowed. The new tensors belong to the caller's dispose scope.</summary>
    public static NormalizedEmbeddings Of(Tensor embeddings)
    {
        ScalarType type = embeddings.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Tensor z = embeddings.to(type);                                                             // [V*N, D]
        Tensor norms = Norms(z);                                                                    // [V*N, 1]
        Tensor plain = (norms > Scalars.Of(SmallestPlainNorm)).logical_and(norms < Scalars.Of(double.PositiveInfinity)); // [V*N, 1]
        // Elsewhere than on the CPU, asking would wait for the device, and costs more than the pass that it may spare.
        if (z.device_type == DeviceType.CPU && plain.all().ToBoolean())
        {
            Tensor inverse = norms.reciprocal();
            return new NormalizedEmbeddings(z * inverse, inverse);
        }

        return OfAnyLength(z, norms, plain);
    }

    /// <summary>Multiplies a gradient with the Jacobian of the normalization, in place: (g - u (u.g)) / |z| for each row.</summary>
    /// <param name="gradient">With respect to <see cref="Values"/>, [V*N, D]; overwritten.</param>
    public Tensor PullBack(Tensor gradient)
    {
        for (long start = 0; start < gradient.shape[0]; start += RowsAtOnce)
        {
            using DisposeScope scope = NewDisposeScope();
            long length = Math.Min(RowsAtOnce, gradient.shape[0] - start);
            Tensor part = gradient.narrow(0, start, length), values = Values.narrow(0, start, length);  // [B, D]
            Tensor radial = (part * values).sum(1, keepdim: true);                                  // [B, 1]
            part.addcmul_(radial, values, Scalars.Of(-1)).mul_(_inverseNorms.narrow(0, start, length));
        }
        return gradient;
    }

    /// <summary>
    /// Brings rows that are not plain to where their squares can neither overflow nor vanish first, by a power of two, which leaves all
    /// their digits. NaN and infinity make a row of NaN.
    /// </summary>
    private static NormalizedEmbeddings OfAnyLength(Tensor z, Tensor norms, Tensor plain)
    {
        (int smallest, int raise, int lower) = z.dtype == ScalarType.Float64 ? (-1022, 531, -768) : (-126, 83, -96);
        Tensor tooShort = norms <= Scalars.Of(SmallestPlainNorm);                                   // [V*N, 1]
        Tensor factors = where(tooShort, full_like(norms, Scalars.Of(Math.ScaleB(1, raise))), full_like(norms, Scalars.Of(Math.ScaleB(1, lower))));
        factors = where(plain, ones_like(norms), factors);                                          // [V*N, 1]
        z *= factors;
        norms = Norms(z);
        // The gradient's length is 1 / norm: where that has no meaning, 0 keeps one dead row from destroying all weights.
        Tensor dead = tooShort.logical_and(norms < Scalars.Of(Math.ScaleB(1, smallest + raise)));
        Tensor inverse = where(dead, zeros_like(norms), norms.reciprocal());
        return new NormalizedEmbeddings(z.mul_(inverse), inverse.mul(factors));
    }

    private static Tensor Norms(Tensor rows) => rows.norm(1, keepdim: true);
}

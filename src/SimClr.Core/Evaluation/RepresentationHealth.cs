using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Signs of collapse in a representation: are the features of different images really different, and in how many directions?
/// </summary>
/// <remarks>
/// All measures are of features scaled to length 1; an image whose features are all zero stays at zero.
/// Immutable; may be read by any number of threads.
/// </remarks>
public sealed class RepresentationHealth
{
    private const int BlockRows = 1024;
    private const double UniformityScale = 2;

    private readonly float[] _deviations;

    private RepresentationHealth(float[] deviations, double featureDeviation, double effectiveRank, double uniformity)
    {
        _deviations = deviations;
        FeatureDeviation = featureDeviation;
        EffectiveRank = effectiveRank;
        Uniformity = uniformity;
    }

    /// <summary>The standard deviation of each dimension, [F].</summary>
    public ReadOnlySpan<float> StandardDeviations => _deviations;

    /// <summary>
    /// The standard deviation over all dimensions together, in [0, 1]: 0 if all images have the same features, near 1 if the features
    /// spread over the whole sphere. The same measure, on the same scale, as <c>EpochSummary.EmbeddingDeviation</c> of the embeddings.
    /// </summary>
    /// <remarks>
    /// Where all dimensions vary alike it is sqrt(F) times each one's deviation (Chen and He 2021, <i>Exploring simple Siamese
    /// representation learning</i>, section 4.1).
    /// </remarks>
    public double FeatureDeviation { get; }

    /// <summary>
    /// The number of directions in which the features really vary, in [1, F]: the exponential of the entropy of the normalized singular
    /// values of the centered features (Roy and Vetterli 2007, <i>The effective rank</i>). 0 where they do not vary at all.
    /// </summary>
    public double EffectiveRank { get; }

    /// <summary>
    /// log of the mean of exp(-2 |x - y|^2) over all pairs of different images, in [-8, 0]: 0 where all are the same, about -4 at best in
    /// high dimension (Wang and Isola 2020, <i>Understanding contrastive representation learning through alignment and uniformity on the
    /// hypersphere</i>, section 4.1.2).
    /// </summary>
    public double Uniformity { get; }

    /// <summary>
    /// Measures a representation. The cost of the uniformity grows with n squared: above some 10,000 images, measure a subset.
    /// </summary>
    /// <param name="features">Features of at least two images.</param>
    /// <param name="device">Where it is computed, a device with double precision; null is the CPU.</param>
    /// <exception cref="ArgumentException">There is one image only.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static RepresentationHealth Measure(FeatureSet features, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count < 2)
            throw new ArgumentException("Expected features of at least two images, found one.", nameof(features));
        device = NativeTorch.OrCpu(device);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        // unit: [n, F]
        Tensor unit = FeatureTensors.ToUnitTensor(features, 0..features.Count, device);
        Tensor covariance = Covariance(unit);
        float[] deviations = TensorTransfer.ToArray(covariance.diagonal().clamp_min(0).sqrt());
        double deviation = UnitDeviation.Of(unit).item<float>();
        return new RepresentationHealth(deviations, deviation, EffectiveRankOf(covariance), UniformityOf(unit));
    }

    /// <summary>
    /// The mean squared distance of the two views of an image, in [0, 4]: 0 where the representation does not see the augmentation at all
    /// (Wang and Isola 2020, section 4.1.1, with exponent 2).
    /// </summary>
    /// <param name="view1">Features of one view of each image.</param>
    /// <param name="view2">Features of another view of the same images, in the same order.</param>
    /// <exception cref="ArgumentException">The numbers of images or the dimensions differ.</exception>
    public static double Alignment(FeatureSet view1, FeatureSet view2)
    {
        ArgumentNullException.ThrowIfNull(view1);
        FeatureSetChecks.RequireDimension(view2, view1.Dimension, nameof(view2));
        if (view1.Count != view2.Count)
        {
            throw new ArgumentException(
                $"Expected two views of the same images, found {view1.Count} and {view2.Count} images.",
                nameof(view2));
        }

        float[] unit1 = new float[view1.Dimension];
        float[] unit2 = new float[view1.Dimension];
        double sum = 0;
        for (int i = 0; i < view1.Count; i++)
        {
            UnitLength.Normalize(view1.Row(i), unit1);
            UnitLength.Normalize(view2.Row(i), unit2);
            double distance = System.Numerics.Tensors.TensorPrimitives.Distance<float>(unit1, unit2);
            sum += distance * distance;
        }

        return sum / view1.Count;
    }

    private static Tensor Covariance(Tensor unit)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = unit.shape[0];
        Tensor mean = unit.mean([0], type: ScalarType.Float64);
        Tensor sum = zeros(unit.shape[1], unit.shape[1], dtype: ScalarType.Float64, device: unit.device);
        for (long first = 0; first < count; first += BlockRows)
        {
            using DisposeScope block = NewDisposeScope();
            Tensor centered = unit.narrow(0, first, Math.Min(BlockRows, count - first)).to(ScalarType.Float64).sub(mean);
            sum.add_(centered.t().mm(centered));
        }

        return sum.div_(count).MoveToOuterDisposeScope();
    }

    private static double EffectiveRankOf(Tensor covariance)
    {
        using DisposeScope scope = NewDisposeScope();
        // The singular values of the centered features are the roots of the eigenvalues of their covariance, but for a common factor.
        Tensor variances = linalg.eigvalsh(covariance);
        double greatest = variances.max().item<double>();
        if (greatest <= 1e-12)
            return 0;
        // What double precision cannot tell from zero would count as directions once the root is taken.
        double[] singular = [.. variances.data<double>().Where(variance => variance > greatest * 1e-12).Select(Math.Sqrt)];
        double sum = singular.Sum();
        return Math.Exp(-singular.Sum(value => value / sum * Math.Log(value / sum)));
    }

    private static double UniformityOf(Tensor unit)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = unit.shape[0];
        // 1, or 0 where all features are: [1, n]
        Tensor squares = unit.square().sum(1).unsqueeze(0);
        double sum = 0;
        for (long first = 0; first < count; first += BlockRows)
        {
            using DisposeScope block = NewDisposeScope();
            long rows = Math.Min(BlockRows, count - first);
            // -|x - y|^2 = 2 x.y - |x|^2 - |y|^2: [rows, n]
            Tensor terms = unit.narrow(0, first, rows).mm(unit.t()).mul_(2).sub_(squares).sub_(squares.narrow(1, first, rows).t());
            terms.mul_(UniformityScale).exp_();
            // An image and itself are no pair.
            terms.diagonal(first).fill_(0);
            sum += terms.sum(ScalarType.Float64).item<double>();
        }

        return Math.Log(sum / ((double)count * (count - 1)));
    }
}

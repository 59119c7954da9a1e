using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Signs of collapse in a representation: are the features of different images really different, and in how many directions?
/// </summary>
/// <remarks>
/// All measures of an instance, and the alignment, are of features scaled to length 1; an image whose features are all zero stays at zero.
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
    /// <remarks>
    /// <see cref="RankMe"/> is another: of the features as they are, neither centered nor scaled to length 1, so that what all images have
    /// in common is a direction, too.
    /// </remarks>
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
        float[] deviations = TensorTransfer.ToArray(covariance.diagonal().clamp_min(Scalars.Of(0)).sqrt());
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

    /// <summary>
    /// The effective rank of features as they are, neither centered nor scaled to length 1: the exponential of the entropy of the
    /// normalized singular values + 1e-7 of the matrix [n, F], from 1 to min(n, F). 0 where all features are 0.
    /// </summary>
    /// <remarks>
    /// Garrido et al. 2023, <i>RankMe: assessing the downstream performance of pretrained self-supervised representations by their
    /// rank</i>. There it is of the head's output z of some 25,600 training images without augmentation; it bears comparison between
    /// models of the same output length alone. <see cref="EffectiveRank"/> is of centered features of length 1.
    /// </remarks>
    /// <param name="features">The features; a few times as many images as features.</param>
    /// <param name="device">Where it is computed, a device with double precision; null is the CPU.</param>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static double RankMe(FeatureSet features, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        return SpectrumEntropy.Exponential(EmbeddingSpectrum.Of(features, NativeTorch.OrCpu(device)));
    }

    /// <summary>
    /// LiDAR: in how many directions images differ from each other more than the views of an image do, from 1 to F. The effective rank of
    /// linear discriminant analysis in which each image is a class and its views are the members. 0 where all images have the same
    /// features.
    /// </summary>
    /// <remarks>
    /// Thilak et al. 2023, <i>LiDAR: sensing linear probing performance in joint embedding SSL architectures</i>: the exponential of the
    /// entropy of the normalized eigenvalues + 1e-7 of Sw^-1/2 Sb Sw^-1/2, with 1e-4 added to the diagonal of Sw, and both unbiased. There
    /// it is of the head's output z, of 1,000 images with 50 views each, drawn as in training.
    /// </remarks>
    /// <param name="views">Several views of the same images, a set a view, at least two.</param>
    /// <param name="device">Where it is computed, a device with double precision; null is the CPU.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two views or images, or the sets differ in images or dimension.
    /// </exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static double Lidar(IReadOnlyList<FeatureSet> views, Device? device = null)
    {
        FeatureSetChecks.RequireViews(views, nameof(views));
        return SpectrumEntropy.Exponential(DiscriminantSpectrum.Of(views, NativeTorch.OrCpu(device)));
    }

    /// <summary>The uniformity alone.</summary>
    internal static double UniformityOf(FeatureSet features, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return UniformityOf(FeatureTensors.ToUnitTensor(features, 0..features.Count, device));
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
            sum.add_(centered.t().mm(centered), Scalars.One);
        }

        return sum.div_(Scalars.Of(count)).MoveToOuterDisposeScope();
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
        Tensor squares = unit.pow(Scalars.Of(2)).sum(1).unsqueeze(0);
        double sum = 0;
        for (long first = 0; first < count; first += BlockRows)
        {
            using DisposeScope block = NewDisposeScope();
            long rows = Math.Min(BlockRows, count - first);
            // -|x - y|^2 = 2 x.y - |x|^2 - |y|^2: [rows, n]
            Tensor terms = unit.narrow(0, first, rows).mm(unit.t()).mul_(Scalars.Of(2)).sub_(squares).sub_(squares.narrow(1, first, rows).t());
            terms.mul_(Scalars.Of(UniformityScale)).exp_();
            // An image and itself are no pair.
            terms.diagonal(first).fill_(Scalars.Of(0));
            sum += terms.sum(ScalarType.Float64).item<double>();
        }

        return Math.Log(sum / ((double)count * (count - 1)));
    }
}

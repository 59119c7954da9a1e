using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>How good a representation looks without labels. A <see cref="ModelChoice"/> chooses by them.</summary>
/// <param name="Alignment">
/// The mean squared distance of two views of an image, in [0, 4]; less is better. See <see cref="RepresentationHealth.Alignment"/>.
/// </param>
/// <param name="Uniformity">
/// How evenly images spread over the sphere; less is better. See <see cref="RepresentationHealth.Uniformity"/>.
/// </param>
/// <param name="RankMe">The effective rank; more is better. See <see cref="RepresentationHealth.RankMe"/>.</param>
/// <param name="Lidar">The rank of linear discriminant analysis; more is better. See <see cref="RepresentationHealth.Lidar"/>.</param>
/// <remarks>
/// No measure is right everywhere. Alignment alone is best where all images are the same, and uniformity alone where the network keeps
/// everything: their sum, <see cref="AlignmentUniformity"/>, weighs them. Ranks compare models of one architecture and one output length.
/// </remarks>
public sealed record LabelFreeScores(double Alignment, double Uniformity, double RankMe, double Lidar)
{
    /// <summary>Alignment plus uniformity; less is better (Wang and Isola 2020, section 5).</summary>
    public double AlignmentUniformity => Alignment + Uniformity;

    /// <summary>Measures a representation; the uniformity costs n squared, so of many images take some 10,000 at most.</summary>
    /// <param name="images">Features of the images as they are: uniformity and RankMe.</param>
    /// <param name="views">
    /// Features of several augmented views of the same images, a set a view, at least two, as
    /// <see cref="FeatureExtractor.ExtractViews"/> gives them: alignment and LiDAR.
    /// </param>
    /// <param name="device">Where it is computed, a device with double precision; null is the CPU.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two images or views, or the sets are not of the same images and dimension.
    /// </exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static LabelFreeScores Measure(FeatureSet images, IReadOnlyList<FeatureSet> views, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        FeatureSetChecks.RequireViews(views, nameof(views));
        FeatureSetChecks.RequireDimension(images, views[0].Dimension, nameof(images));
        if (images.Count != views[0].Count)
            throw new ArgumentException($"Expected views of the same {images.Count} images, found {views[0].Count}.", nameof(views));
        device = NativeTorch.OrCpu(device);
        return new LabelFreeScores(
            ViewAlignment.Of(views),
            RepresentationHealth.UniformityOf(images, device),
            RepresentationHealth.RankMe(images, device),
            RepresentationHealth.Lidar(views, device));
    }
}

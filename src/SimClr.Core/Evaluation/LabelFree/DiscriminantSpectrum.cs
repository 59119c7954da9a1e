using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>
/// The eigenvalues of linear discriminant analysis with each image a class and its views the members: what LiDAR counts.
/// </summary>
internal static class DiscriminantSpectrum
{
    // Thilak et al. 2023, section 4: keeps the scatter within images invertible.
    private const double Delta = 1e-4;

    /// <summary>The D eigenvalues of Sw^-1/2 Sb Sw^-1/2.</summary>
    /// <param name="views">At least two views of at least two images, one set a view.</param>
    /// <param name="device">Where it is computed.</param>
    public static double[] Of(IReadOnlyList<FeatureSet> views, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (int images, int dimension) = (views[0].Count, views[0].Dimension);
        Tensor sum = zeros(1, dimension, dtype: ScalarType.Float64, device: device);
        FeatureBlocks.AddUp(images, dimension, sum, rows => MeanView(views, rows, device).sum(0, keepdim: true));
        Tensor mean = sum / Scalars.Of(images); // [1, D]
        Tensor between = FeatureBlocks.Square(dimension, device);
        Tensor within = FeatureBlocks.Square(dimension, device);
        FeatureBlocks.AddUp(images, dimension, between, rows =>
        {
            Tensor ofImages = MeanView(views, rows, device); // [rows, D]
            foreach (FeatureSet view in views)
                within.add_(Scatter(FeatureBlocks.Rows(view, rows, device) - ofImages), Scalars.One);
            return Scatter(ofImages - mean);
        });
        // Unbiased: the means take a degree of freedom each.
        between.div_(Scalars.Of(images - 1));
        within.div_(Scalars.Of((double)images * (views.Count - 1))).diagonal().add_(Scalars.Of(Delta), Scalars.One);
        return Eigenvalues(between, within);
    }

    private static Tensor MeanView(IReadOnlyList<FeatureSet> views, Range rows, Device device)
    {
        Tensor sum = FeatureBlocks.Rows(views[0], rows, device);
        foreach (FeatureSet view in views.Skip(1))
            sum.add_(FeatureBlocks.Rows(view, rows, device), Scalars.One);
        return sum.div_(Scalars.Of(views.Count));
    }

    private static Tensor Scatter(Tensor differences) => differences.t().mm(differences); // [D, D]

    private static double[] Eigenvalues(Tensor between, Tensor within)
    {
        // Sw = Q L Q': with W = Q L^-1/2, W' Sb W is Sw^-1/2 Sb Sw^-1/2 in another basis.
        (Tensor values, Tensor vectors) = linalg.eigh(within);
        Tensor whitening = vectors.div(values.clamp_min(Scalars.Of(Delta)).sqrt().unsqueeze(0)); // [D, D]
        return linalg.eigvalsh(whitening.t().mm(between).mm(whitening)).cpu().data<double>().ToArray();
    }
}

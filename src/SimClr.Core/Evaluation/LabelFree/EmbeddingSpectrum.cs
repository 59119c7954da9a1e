using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>The singular values of a matrix of features as it is, neither centered nor scaled: what RankMe counts.</summary>
internal static class EmbeddingSpectrum
{
    private const double DoubleRounding = 2.3e-16;

    /// <summary>All min(n, D) of them, in no particular order.</summary>
    public static double[] Of(FeatureSet features, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        // Their squares are the eigenvalues of the smaller of X'X and XX'.
        double[] squares = linalg.eigvalsh(features.Count < features.Dimension ? OfImages(features, device) : OfFeatures(features, device))
            .cpu().data<double>().ToArray();
        // What rounding left of a zero would not be one any more once the root is taken.
        double zero = squares.Max() * squares.Length * DoubleRounding;
        return [.. squares.Select(square => square > zero ? Math.Sqrt(square) : 0)];
    }

    private static Tensor OfFeatures(FeatureSet features, Device device)
    {
        Tensor sum = FeatureBlocks.Square(features.Dimension, device);
        FeatureBlocks.AddUp(features.Count, features.Dimension, sum, rows =>
        {
            Tensor x = FeatureBlocks.Rows(features, rows, device);
            return x.t().mm(x); // [D, D]
        });
        return sum;
    }

    private static Tensor OfImages(FeatureSet features, Device device)
    {
        Tensor x = FeatureBlocks.Rows(features, .., device);
        return x.mm(x.t()); // [n, n]
    }
}

using SimClr.Core.Tests.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>What rounding may make of a loss over cosine similarities.</summary>
/// <remarks>
/// A similarity s of two rows of length D passes through D products and sums and the two norms, in which half of the roundings count: some
/// D + 6 in all, and |s| is at most 1. A logit s / τ is off by that over τ, and e to the logit by as much relative to itself. A view's loss
/// is the difference of two such: the positive's logit, and the logarithm of the sum over all views.
/// </remarks>
internal static class LossBounds
{
    private const int RoundingsOfNorms = 6;
    private const int RoundingsOfLogarithms = 8;

    /// <summary>Largest error of a loss.</summary>
    /// <param name="type">Of the arithmetic.</param>
    /// <param name="views">2N: the terms of each sum, and of the mean.</param>
    /// <param name="dimension">Length of an embedding.</param>
    /// <param name="temperature">1 for losses without one.</param>
    /// <param name="loss">Its value.</param>
    public static double Value(ScalarType type, int views, int dimension, double temperature, double loss)
        => Logits(type, dimension, temperature) + RoundingBounds.Likely(2 * views + RoundingsOfLogarithms, type) * (1 + Math.Abs(loss));

    /// <summary>
    /// Largest error of a gradient by the embeddings, relative to its largest element: a sum over all views of rows, each with the weight
    /// that the exponentials give it, taken through the norms.
    /// </summary>
    public static double Gradient(ScalarType type, int views, int dimension, double temperature)
        => Logits(type, dimension, temperature) + RoundingBounds.Likely(2 * views + dimension + RoundingsOfLogarithms, type);

    private static double Logits(ScalarType type, int dimension, double temperature)
        => 2 * RoundingBounds.Likely(dimension + RoundingsOfNorms, type) / temperature;
}

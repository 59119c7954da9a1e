using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// The space that the rows of features [n, F] span, for n &lt; F. The weights of a regression with an L2 penalty lie in it: a part across
/// it would change no score and cost penalty. So n numbers a class take the place of F, with the same scores and the same penalty.
/// </summary>
/// <remarks>Lives in the dispose scope in which it is made.</remarks>
internal sealed class RowSpan
{
    // F x n, in double precision: orthonormal columns.
    private readonly Tensor _basis;

    private RowSpan(Tensor basis, Tensor coordinates) => (_basis, Coordinates) = (basis, coordinates);

    /// <summary>The rows in this space, [n, n] in double precision: what the regression sees instead of the features.</summary>
    public Tensor Coordinates { get; }

    /// <summary>The span of standardized features; null where it is too little smaller than the space of all features to pay.</summary>
    /// <param name="features">[n, F] in single precision; borrowed.</param>
    public static RowSpan? Of(Tensor features)
    {
        (long rows, long dimension) = (features.shape[0], features.shape[1]);
        // From about there on, finding the span takes longer than it saves.
        if (4 * rows > 3 * dimension || rows > HessianBound.MaximumDimension)
            return null;
        using DisposeScope scope = NewDisposeScope();
        // Householder reflections: exact also where rows depend on each other, as centered ones do.
        (Tensor basis, Tensor triangle) = linalg.qr(features.t().to(ScalarType.Float64)); // [F, n], [n, n]
        // A column that has no part in any row, a feature that never changes, gets no weight; rounding would give it one.
        basis.mul_(features.ne(Scalars.Of(0)).any(0).unsqueeze(1)); // [F, 1]
        return new RowSpan(
            basis.MoveToOuterDisposeScope(),
            triangle.t().contiguous().MoveToOuterDisposeScope());
    }

    /// <summary>Turns a point of the regression on <see cref="Coordinates"/> into one on the features.</summary>
    /// <param name="point">[K, n + 1], the bias in the last column.</param>
    /// <returns>[K, F + 1], a new tensor.</returns>
    public Tensor Expand(Tensor point)
    {
        using DisposeScope scope = NewDisposeScope();
        long rows = _basis.shape[1];
        return cat([point.narrow(1, 0, rows).mm(_basis.t()), point.narrow(1, rows, 1)], 1).MoveToOuterDisposeScope();
    }
}

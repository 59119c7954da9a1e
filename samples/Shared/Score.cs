using SimClr.Core.Evaluation;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>What a representation is worth: accuracies on the test images, in [0, 1].</summary>
/// <param name="Dimension">Length of the representation.</param>
/// <param name="Linear">Of a linear classifier trained on the representations of the training images.</param>
/// <param name="Knn">Of the weighted vote of the nearest training images.</param>
public sealed record Score(int Dimension, double Linear, double Knn)
{
    /// <summary>What the linear classifier makes of each class; null where nobody asked.</summary>
    public ClassificationReport? Report { get; init; }
}

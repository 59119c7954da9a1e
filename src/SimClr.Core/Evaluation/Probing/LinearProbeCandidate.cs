namespace SimClr.Core.Evaluation.Probing;

/// <summary>One value of L2 that a linear probe tried.</summary>
/// <param name="L2">Weight of the penalty.</param>
/// <param name="ValidationAccuracy">Accuracy on the images that were kept back, in [0, 1].</param>
public sealed record LinearProbeCandidate(double L2, double ValidationAccuracy);

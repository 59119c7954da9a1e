namespace SimClr.Core.Evaluation.Probing;

/// <summary>How a gradient becomes a step.</summary>
/// <param name="Momentum">In [0, 1).</param>
/// <param name="Nesterov">Whether the momentum is Nesterov's.</param>
/// <param name="WeightDecay">L2 of the weights, at least 0; not of the bias.</param>
internal readonly record struct DescentRule(double Momentum, bool Nesterov, double WeightDecay);

using SimClr.Core.Validation;

namespace SimClr.Core.Optimization;

/// <summary>
/// Options of stochastic gradient descent with momentum in LARS's place; weight decay is for the adapted group of
/// <see cref="ParameterGroups"/> only.
/// </summary>
public sealed class SgdOptions
{
    /// <summary>Peak learning rate. Default 0.06, a usual choice for SimCLR with a batch of 256 on small images. Range 0 to 1000.</summary>
    [InRange(0.0, 1000.0)]
    public double LearningRate { get; set; } = 0.06;

    /// <summary>Momentum. Default 0.9; range 0 to 1, exclusive.</summary>
    [InRange(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>Weight decay (L2). Default 5e-4; range 0 to 1.</summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; } = 5e-4;

    /// <summary>Whether the momentum is Nesterov's; without effect if there is none. Default false.</summary>
    public bool Nesterov { get; set; }
}

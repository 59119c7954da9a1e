using SimClr.Core.Validation;

namespace SimClr.Core.Optimization;

/// <summary>Options of <see cref="MuonOptimizer"/>.</summary>
public sealed class MuonOptions
{
    /// <summary>
    /// Peak learning rate: how far a step moves a layer, as a share of its weights. Default 0.02; range 0 to 1000.
    /// </summary>
    [InRange(0.0, 1000.0)]
    public double LearningRate { get; set; } = 0.02;

    /// <summary>Momentum, Nesterov's. Default 0.95; range 0 to 1, exclusive.</summary>
    [InRange(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.95;

    /// <summary>
    /// Whether each layer's weights are brought back to one length at every step, so that the learning rate is the share by which a step
    /// changes them. Default true, for layers with a normalization behind them, as a ResNet's and a projection head's; false for others,
    /// as a transformer's.
    /// </summary>
    public bool NormalizeWeights { get; set; } = true;

    /// <summary>
    /// Weight decay, decoupled: a step takes this times the learning rate off the weights. For the adapted parameters, and without effect
    /// where <see cref="NormalizeWeights"/> holds their length. Default 0; range 0 to 1.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; }

    /// <summary>
    /// The learning rate of the parameters that are no matrices (scales and shifts of normalization layers, biases), which move by plain
    /// gradient descent with the same momentum, as a share of <see cref="LearningRate"/>. Default 1; range 0 to 1000.
    /// </summary>
    [InRange(0.0, 1000.0)]
    public double ExcludedRateFactor { get; set; } = 1;

    /// <summary>
    /// Iterations that make a direction orthogonal: more are nearer to it and take longer. Default 3; Jordan et al. take 3 for small
    /// convolutional networks and 5 for language models. Range 1 to 20.
    /// </summary>
    [InRange(1, 20)]
    public int Iterations { get; set; } = 3;
}

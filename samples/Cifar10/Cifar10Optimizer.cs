namespace SimClr.Core.Samples.Cifar10;

/// <summary>The optimizer of a recipe.</summary>
internal enum Cifar10Optimizer
{
    /// <summary>Stochastic gradient descent with momentum; for small batches.</summary>
    Sgd,

    /// <summary>Momentum made orthogonal, layer by layer; for few steps of small batches.</summary>
    Muon,

    /// <summary>Layer-wise adaptive rates; for large batches.</summary>
    Lars,
}

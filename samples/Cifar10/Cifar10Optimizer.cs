namespace SimClr.Core.Samples.Cifar10;

/// <summary>The optimizer of a recipe.</summary>
internal enum Cifar10Optimizer
{
    /// <summary>Stochastic gradient descent with momentum; for small batches.</summary>
    Sgd,

    /// <summary>Layer-wise adaptive rates; for large batches.</summary>
    Lars,
}

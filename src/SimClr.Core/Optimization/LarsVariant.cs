namespace SimClr.Core.Optimization;

/// <summary>Where the learning rate enters <see cref="LarsOptimizer"/>; the forms differ whenever the learning rate changes.</summary>
public enum LarsVariant
{
    /// <summary>Inside the momentum buffer: v = m v + lr q g; p = p - v (the official code, and You et al. 2017, algorithm 1).</summary>
    LearningRateInMomentum,

    /// <summary>Outside of it: v = m v + q g; p = p - lr v (later ports; torch's SGD does the same).</summary>
    LearningRateOutsideMomentum,
}

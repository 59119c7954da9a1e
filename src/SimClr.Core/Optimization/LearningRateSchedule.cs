using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>The learning rate as a pure function of the number of optimiser steps already done.</summary>
/// <remarks>Without state, so a run that resumes needs nothing but its step. Derive from it for a schedule of your own.</remarks>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Number of optimiser steps done before, from 0. Beyond a schedule's end its last value holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public abstract double LearningRateAt(long step);

    /// <summary>Sets the learning rate of all parameter groups of an optimiser; call it before each of its steps.</summary>
    /// <param name="optimizer">Any of torch's optimisers, or <see cref="LarsOptimizer"/>.</param>
    /// <param name="step">Number of optimiser steps done before, from 0.</param>
    /// <returns>The learning rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double Apply(optim.Optimizer optimizer, long step)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        double rate = LearningRateAt(step);
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            group.LearningRate = rate;
        return rate;
    }
}

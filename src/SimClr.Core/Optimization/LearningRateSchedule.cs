using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>The learning rate as a pure function of the number of optimizer steps already done.</summary>
/// <remarks>
/// Without state, so a run that resumes needs nothing but its step. Derive from it for a custom schedule. Where an optimizer has several
/// parameter groups, the schedule gives the first group's rate and <see cref="Apply"/> keeps the others' in proportion.
/// </remarks>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Number of optimizer steps done before, from 0. Beyond a schedule's end its last value holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public abstract double LearningRateAt(long step);

    /// <summary>Sets the learning rate of each parameter group of an optimizer; call it before each of its steps.</summary>
    /// <param name="optimizer">Any of torch's optimizers, or <see cref="LarsOptimizer"/>.</param>
    /// <param name="step">Number of optimizer steps done before, from 0.</param>
    /// <returns>The first group's learning rate.</returns>
    /// <remarks>
    /// The first group gets <see cref="LearningRateAt"/>; each other group gets it times the quotient of the two groups' initial rates, as
    /// torch's schedulers scale each group's own. So groups made with 0.001 and 0.1 stay a hundredfold apart. The initial rate is the one
    /// that the optimizer was made with (<c>InitialLearningRate</c> of its <c>ParamGroups</c>). A group that was made with 0 stays at 0;
    /// then the first group above 0 takes the first one's place. Where no group knows its initial rate, all get
    /// <see cref="LearningRateAt"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double Apply(optim.Optimizer optimizer, long step)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return SetRate(optimizer, LearningRateAt(step));
    }

    /// <summary>Sets a rate as <see cref="Apply"/> does, in proportion for all groups.</summary>
    internal static double SetRate(optim.Optimizer optimizer, double rate)
    {
        double reference = InitialRate(optimizer);
        optim.ILearningRateController[] groups = [.. optimizer.ParamGroups];
        foreach (optim.ILearningRateController group in groups)
            group.LearningRate = Scaled(rate, group.InitialLearningRate, reference);
        return groups[0].LearningRate;
    }

    /// <summary>The initial rate that a schedule's rates are relative to: the first group's above 0; 0 where there is none.</summary>
    internal static double InitialRate(optim.Optimizer optimizer)
        => optimizer.ParamGroups.Select(group => group.InitialLearningRate).FirstOrDefault(initial => initial != 0);

    /// <summary>Makes the present rates the initial ones of an optimizer that does not know any, as torch's schedulers do.</summary>
    internal static void EnsureInitialRates(optim.Optimizer optimizer)
    {
        if (InitialRate(optimizer) != 0)
            return;
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            group.InitialLearningRate = group.LearningRate;
    }

    // One group, or several of one rate, get the schedule's own bits. A reference of 0 is the rate of all.
    private static double Scaled(double rate, double initial, double reference)
        => initial == reference ? rate : rate * initial / reference;
}

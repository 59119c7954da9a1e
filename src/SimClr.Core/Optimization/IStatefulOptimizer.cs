using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>
/// An optimizer whose state a checkpoint can hold. <see cref="LarsOptimizer"/> is one; torch's own optimizers need not be.
/// A custom optimizer must be one if the run has checkpoints, even if it remembers nothing or derives from one of torch's.
/// </summary>
/// <remarks>The learning rate is no part of the state: a <see cref="LearningRateSchedule"/> gives it for every step.</remarks>
// A checkpoint names these by reflection: trimming must leave them.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields)]
public interface IStatefulOptimizer
{
    /// <summary>
    /// All that a step remembers for the next, by name; empty if that is nothing. Borrowed: it is copied before the next step.
    /// </summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Replaces the state by copies of a saved one, all or nothing.</summary>
    /// <param name="state">What <see cref="State"/> was, on the CPU; borrowed.</param>
    /// <exception cref="ArgumentException">It does not fit; the message names every problem, and nothing has been changed.</exception>
    void LoadState(IReadOnlyDictionary<string, Tensor> state);
}

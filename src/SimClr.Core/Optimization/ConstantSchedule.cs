namespace SimClr.Core.Optimization;

/// <summary>The same learning rate at every step.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ConstantSchedule : LearningRateSchedule
{
    private readonly double _learningRate;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">Finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is out of its range.</exception>
    public ConstantSchedule(double learningRate)
    {
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "Expected a finite learning rate, at least 0.");
        _learningRate = learningRate;
    }

    /// <inheritdoc/>
    public override double LearningRateAt(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return _learningRate;
    }
}

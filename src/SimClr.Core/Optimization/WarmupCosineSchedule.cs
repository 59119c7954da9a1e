namespace SimClr.Core.Optimization;

/// <summary>
/// Linear warm-up from 0, then half a cosine down to 0, without restarts (paper, section 2.2 and appendix B.6; the warm-up formula is the
/// official code's).
/// </summary>
/// <remarks>
/// With peak P, W warm-up steps and T steps in all: P s / W for a step s below W, then P (1 + cos(pi (s - W) / (T - W))) / 2, and 0 from
/// step T on. So the first step of a warm-up has the rate 0, step W has P, and the last step, T - 1, is just above 0. Immutable and
/// thread-safe.
/// </remarks>
public sealed class WarmupCosineSchedule : LearningRateSchedule
{
    private readonly double _peak;
    private readonly long _warmupSteps;
    private readonly long _totalSteps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="peakLearningRate">P, finite, at least 0.</param>
    /// <param name="warmupSteps">
    /// W, in optimizer steps, from 0 (none) to <paramref name="totalSteps"/>; the paper warms up for 10 epochs.
    /// </param>
    /// <param name="totalSteps">T, the optimizer steps of the whole run with its warm-up, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public WarmupCosineSchedule(double peakLearningRate, long warmupSteps, long totalSteps)
    {
        if (!double.IsFinite(peakLearningRate) || peakLearningRate < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(peakLearningRate), peakLearningRate, "Expected a finite learning rate, at least 0.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(warmupSteps, totalSteps);
        (_peak, _warmupSteps, _totalSteps) = (peakLearningRate, warmupSteps, totalSteps);
    }

    /// <inheritdoc/>
    public override double LearningRateAt(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step >= _totalSteps)
            return 0;
        if (step < _warmupSteps)
            return _peak * step / _warmupSteps;
        double progress = (double)(step - _warmupSteps) / (_totalSteps - _warmupSteps);
        return _peak * (1 + Math.Cos(Math.PI * progress)) / 2;
    }

    /// <summary>Whether another schedule has the same three numbers, and so the same rates.</summary>
    public override bool Equals(object? obj)
        => obj is WarmupCosineSchedule other
            && (_peak, _warmupSteps, _totalSteps) == (other._peak, other._warmupSteps, other._totalSteps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_peak, _warmupSteps, _totalSteps);
}

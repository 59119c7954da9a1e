namespace SimClr.Core.Training.Checkpoints;

/// <summary>What a <see cref="TrainingClock"/> shows.</summary>
/// <param name="Views">Views trained.</param>
/// <param name="Elapsed">Wall-clock time of the run, over all its sessions.</param>
/// <param name="Evaluating">How much of it was spent on evaluation.</param>
/// <param name="Waited">How much of it the training waited for views.</param>
/// <param name="EpochStart">When, on the run's clock, the running epoch began.</param>
/// <param name="EpochViews">Views before the running epoch.</param>
internal sealed record ClockReading(
    long Views, TimeSpan Elapsed, TimeSpan Evaluating, TimeSpan Waited, TimeSpan EpochStart, long EpochViews);

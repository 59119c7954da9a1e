namespace SimClr.Core.Training.Callbacks;

/// <summary>A change of a run's length.</summary>
/// <param name="Step">Steps done when it was changed.</param>
/// <param name="TotalSteps">Steps of the whole run from then on, at least <paramref name="Step"/>.</param>
public readonly record struct StepRevision(long Step, long TotalSteps);

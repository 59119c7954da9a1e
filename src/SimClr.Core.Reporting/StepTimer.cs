using SimClr.Core.Training;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>Takes the time of steps from the reports of a training, and stops the training when it has seen enough.</summary>
/// <param name="stop">Stops the training.</param>
internal sealed class StepClock(Action stop) : IProgress<TrainingProgress>
{
    /// <summary>The first steps have other things to do: memory is allocated, kernels are chosen, the first views are waited for.</summary>
    private const int SkippedSteps = 8;

    private const int FewestSteps = 4;
    private const int MostSteps = 200;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(15);

    private TrainingProgress? _first;
    private TrainingProgress? _last;

    /// <summary>Mean time of a step.</summary>
    public TimeSpan StepTime => Time / Math.Max(1, Steps);

    private TimeSpan Time => _last!.Elapsed - _first!.Elapsed;

    private long Steps => _last!.Step - _first!.Step;

    public void Report(TrainingProgress value)
    {
        if (value.Step < SkippedSteps)
            return;
        _first ??= value;
        _last = value;
        if (Steps >= MostSteps || (Steps >= FewestSteps && Time >= Enough))
            stop();
    }
}

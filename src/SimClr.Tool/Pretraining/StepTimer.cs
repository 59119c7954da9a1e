using SimClr.Core;
using SimClr.Core.Data;
using SimClr.Core.Training;

namespace SimClr.Tool.Pretraining;

/// <summary>How long a step takes on this machine: trains a network that is thrown away for some seconds.</summary>
internal static class StepTimer
{
    private const int SkippedSteps = 4;
    private const int FewestSteps = 4;
    private const int MostSteps = 100;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(10);

    // So long a run that its learning rate stays near zero while it is timed.
    private const int Epochs = 100_000;

    /// <summary>Measures.</summary>
    public static TimeSpan Measure(PretrainOptions options, IImageSource pictures, int threads, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SimClrPipeline pipeline = PipelineSetup.Of(options, pictures, Epochs, threads)
            .ConfigureTraining(training => training.LogEverySteps = 2)
            .Build();
        Clock clock = new(stop.Cancel);
        pipeline.Train(clock, stop.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return clock.StepTime;
    }

    private sealed class Clock(Action stop) : IProgress<TrainingProgress>
    {
        private TrainingProgress? _first;
        private TrainingProgress? _last;

        public TimeSpan StepTime => (_last!.Elapsed - _first!.Elapsed) / Math.Max(1, Steps);

        private long Steps => _last!.Step - _first!.Step;

        public void Report(TrainingProgress value)
        {
            if (value.Step < SkippedSteps)
                return;
            _first ??= value;
            _last = value;
            if (Steps >= MostSteps || (Steps >= FewestSteps && _last.Elapsed - _first.Elapsed >= Enough))
                stop();
        }
    }
}

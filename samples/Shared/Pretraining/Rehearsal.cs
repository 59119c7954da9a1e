using System.Diagnostics;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>A pipeline that is thrown away: measures what the untrained encoder is worth, and how long everything takes.</summary>
/// <remarks>The evaluation comes first: measuring steps trains the encoder a little. One measurement at a time.</remarks>
public sealed class Rehearsal : IDisposable
{
    private readonly PipelineFactory _pipelines;
    private readonly SimClrPipeline _pipeline;
    private readonly CancellationToken _cancellationToken;
    private readonly long _start;

    private Rehearsal(PipelineFactory pipelines, long start, CancellationToken cancellationToken)
    {
        (_pipelines, _start, _cancellationToken) = (pipelines, start, cancellationToken);
        _pipeline = pipelines.Rehearsing();
    }

    public PretrainingSetup Setup => _pipelines.Setup;

    public int StepsPerEpoch => _pipelines.Data.Training.Count / Setup.BatchSize;

    /// <summary>Time since the run began.</summary>
    public TimeSpan Spent => Stopwatch.GetElapsedTime(_start);

    /// <summary>Null where the images have no labels.</summary>
    public Baselines? Baselines { get; private set; }

    /// <summary>What the evaluation of a trained encoder takes, judging by that of the untrained one.</summary>
    public TimeSpan EvaluationTime { get; private set; }

    /// <summary>Sets a pipeline up and evaluates its untrained encoder.</summary>
    /// <param name="pipelines">Makes the pipeline.</param>
    /// <param name="evaluation">Evaluates it.</param>
    /// <param name="start">When the run began, as <see cref="Stopwatch.GetTimestamp"/> counts.</param>
    /// <param name="cancellationToken">Ends a measurement.</param>
    internal static Rehearsal Begin(PipelineFactory pipelines, PretrainingEvaluation evaluation, long start, CancellationToken cancellationToken)
    {
        Rehearsal rehearsal = new(pipelines, start, cancellationToken);
        long begin = Stopwatch.GetTimestamp();
        // At the usual size, whatever the sizes: as a baseline it says enough, and random features take a linear probe long.
        RepresentationPair untrained = evaluation.RepresentUsualSize(rehearsal._pipeline.Encoder);
        Score? random = pipelines.Data.Test is null ? null : PretrainingEvaluation.Score(untrained);
        rehearsal.EvaluationTime = Stopwatch.GetElapsedTime(begin) * evaluation.Work;
        rehearsal.Baselines = random is null ? null : new Baselines(random, evaluation.ScorePixels());
        return rehearsal;
    }

    /// <summary>Measures how long one kNN accuracy during training takes; zero where the images have no labels.</summary>
    public TimeSpan MeasureMonitor()
    {
        if (_pipelines.Monitor is not { } monitor)
            return TimeSpan.Zero;
        long begin = Stopwatch.GetTimestamp();
        monitor.Measure(_pipeline.Encoder);
        return Stopwatch.GetElapsedTime(begin);
    }

    /// <summary>Measures how long a training step takes, views included, by training for some seconds.</summary>
    /// <exception cref="OperationCanceledException">The user ended it.</exception>
    public TimeSpan MeasureStep()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
        StepClock clock = new(stop.Cancel);
        _pipeline.Train(clock, stop.Token);
        _cancellationToken.ThrowIfCancellationRequested();
        return clock.StepTime;
    }

    public void Dispose() => _pipeline.Dispose();
}

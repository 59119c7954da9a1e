using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using SimClr.Core.Optimization;
using SimClr.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>A run as its callbacks see it, and what they can do to it. Valid within their hooks, on the training thread.</summary>
public sealed class TrainingContext
{
    private readonly TrainingRun _run;

    internal TrainingContext(TrainingRun run) => _run = run;

    /// <summary>What is trained; borrowed.</summary>
    public ITrainingTask Task => _run.Setup.Task;

    /// <summary>The optimizer; borrowed.</summary>
    public optim.Optimizer Optimizer => _run.Setup.Optimizer;

    /// <summary>Receives messages.</summary>
    public ILogger Logger => _run.Setup.Logger;

    /// <summary>
    /// The ranks that train together. Callbacks are called on each of them, at the same moments; one that writes files or prints does so on rank
    /// 0 only.
    /// </summary>
    public ICollective Collective => _run.Setup.Collective;

    /// <summary>Optimizer steps done; within <see cref="TrainingCallback.BeforeUpdate"/> the running one is not counted yet.</summary>
    public long Step => _run.Steps;

    /// <summary>Optimizer steps of the whole run: those of its epochs, unless <see cref="PlanSteps"/> has changed it.</summary>
    public long TotalSteps => _run.TotalSteps;

    /// <summary>
    /// Where in its schedules the run is, in steps of the epochs that it was planned with. It is <see cref="Step"/>, unless
    /// <see cref="PlanSteps"/> has changed the number of steps; then schedules are walked through faster or slower, to their end.
    /// </summary>
    public long ScheduleStep => _run.Length.ScheduleStep(_run.Steps);

    /// <summary>Optimizer steps of an epoch.</summary>
    public int StepsPerEpoch => _run.Plan.StepsPerEpoch;

    /// <summary>The running epoch, from 1; after an epoch's last step still that epoch.</summary>
    public int Epoch => _run.Epoch;

    /// <summary>Epochs of the whole run, the last one perhaps cut short by <see cref="PlanSteps"/>.</summary>
    public int Epochs => _run.Epochs;

    /// <summary>Images of a full batch.</summary>
    public int BatchSize => _run.Plan.UsualBatchSize;

    /// <summary>Views of each image, of all shapes together.</summary>
    public int Views => _run.Plan.Views;

    /// <summary>Makes the views of each image.</summary>
    public ViewGenerator ViewGenerator => _run.Setup.Views;

    /// <summary>Time of the run, over all its sessions.</summary>
    public TimeSpan Elapsed => _run.Clock.Elapsed;

    /// <summary>Time since this session began.</summary>
    public TimeSpan SessionElapsed => _run.Clock.SessionElapsed;

    /// <summary>True where the running or last step is measured: a report follows it, or it stands for the one that does.</summary>
    public bool IsMeasured => _run.IsMeasured;

    /// <summary>
    /// The learning rate of the first parameter group. Setting it keeps the others in proportion, and holds for the running update: before
    /// the next one the schedule sets its own. So set it in <see cref="TrainingCallback.BeforeUpdate"/>, in each step that it is for.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => Optimizer.ParamGroups.First().LearningRate;
        set
        {
            if (!double.IsFinite(value) || value < 0)
                throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite learning rate of at least 0.");
            LearningRateSchedule.SetRate(Optimizer, value);
        }
    }

    /// <summary>The loss of the running step, one number on the module's device; borrowed. Null outside of <see cref="TrainingCallback.BeforeUpdate"/>.</summary>
    public Tensor? Loss => _run.Loss;

    /// <summary>The images that are learned from; borrowed.</summary>
    public IImageSource Images => _run.Setup.Images;

    /// <summary>
    /// What the encoder gave for all views of the running step, h [V*N, F] view by view, with the images' labels; without a graph, on the
    /// module's device, borrowed. Null outside of <see cref="TrainingCallback.BeforeUpdate"/>, and where no callback has called
    /// <see cref="KeepRepresentations"/>.
    /// </summary>
    public EmbeddingBatch? Representations => _run.Representations;

    /// <summary>
    /// Keeps <see cref="Representations"/> from the next step on; to be called before the first one. The encoder does not run again for it, and
    /// the training run comes to the same bits.
    /// </summary>
    /// <exception cref="InvalidOperationException">The task has no encoder.</exception>
    public void KeepRepresentations()
    {
        if (Task.Encoder is null)
            throw new InvalidOperationException($"{Task.GetType().Name} has no {nameof(ITrainingTask.Encoder)} whose representations could be kept.");
        _run.KeepsRepresentations = true;
    }

    /// <summary>Takes metrics; see <see cref="MetricSink"/> for what they count in.</summary>
    public MetricSink Metrics => _run.Sink;

    /// <summary>
    /// What the running epoch has come to so far, by name: means over its measured steps, and within
    /// <see cref="TrainingCallback.AfterEpoch"/> also what earlier callbacks have added there. Empty once the epoch is complete:
    /// <see cref="Report"/> has it then.
    /// </summary>
    public IReadOnlyDictionary<string, double> EpochMetrics => _run.EpochMetrics;

    /// <summary>How many steps of the running epoch measured a metric.</summary>
    public int MeasuredSteps(string metric) => _run.Measured(metric);

    /// <summary>The report on the last step; null where none is due.</summary>
    public TrainingProgress? Report => _run.LastReport;

    /// <summary>Why a callback has stopped the run; null if none has.</summary>
    public string? StopReason => _run.StopReason;

    /// <summary>How images are prepared for evaluation where a callback's own options do not say.</summary>
    public IAugmentation EvaluationPreprocessing => _run.Setup.EvaluationPreprocessing;

    /// <summary>
    /// Ends the run after this step, with a checkpoint if it has any; the first reason stands in <see cref="TrainingResult.StopReason"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        _run.StopReason ??= reason;
    }

    /// <summary>
    /// Changes how many steps the run has. Learning rates go on from where they are and come to the end of their schedule with the last step.
    /// To be called between steps, in <see cref="TrainingCallback.OnRunStarted"/> or <see cref="TrainingCallback.OnStepCompleted"/>. Part of
    /// checkpoints. On several ranks each must say the same at the same step. See <see cref="Callbacks.TimeBudget"/>.
    /// </summary>
    /// <param name="total">
    /// Steps of the whole run, at least <see cref="Step"/>; with that many it ends after this step. At most 2^31 - 1 epochs of them.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    /// <exception cref="InvalidOperationException">Within <see cref="TrainingCallback.BeforeUpdate"/>.</exception>
    public void PlanSteps(long total)
    {
        if (_run.Loss is not null)
        {
            throw new InvalidOperationException(
                $"Expected {nameof(PlanSteps)} between steps, in {nameof(TrainingCallback.OnStepCompleted)} say, found it in {nameof(TrainingCallback.BeforeUpdate)}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(total, Step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, (long)int.MaxValue * StepsPerEpoch);
        if (total != TotalSteps)
            _run.Length = _run.Length.Change(Step, total);
    }

    /// <summary>Saves a checkpoint at the end of this step, besides those that are due.</summary>
    /// <exception cref="InvalidOperationException">The run has no checkpoints.</exception>
    public void SaveCheckpoint()
    {
        if (!_run.Setup.HasCheckpoints)
        {
            throw new InvalidOperationException(
                $"This run saves no checkpoints: set {nameof(Trainer)}.{nameof(Trainer.Checkpoints)} (in a builder UseCheckpoints).");
        }

        _run.CheckpointIsWanted = true;
    }

    /// <summary>
    /// Begins an evaluation: until the result is disposed, the module has the averaged weights of a
    /// <see cref="WeightAverage"/> that is to be evaluated, if the run has one, and else its own.
    /// </summary>
    public IDisposable BeginEvaluation() => _run.EvaluationWeights?.Exchange() ?? NoExchange.Instance;

    internal void EvaluateWith(WeightAverage average) => _run.EvaluationWeights = average;

    private sealed class NoExchange : IDisposable
    {
        public static readonly NoExchange Instance = new();

        public void Dispose()
        {
        }
    }
}

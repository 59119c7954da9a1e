using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Models.Synchronization;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
using SimClr.Core.Training.Callbacks;
using SimClr.Core.Training.Checkpoints;
using SimClr.Core.Training.Ranks;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Trains a task: views, a forward pass, loss, gradient, step, with callbacks, checkpoints and gradient caching.</summary>
/// <remarks>
/// Works on whatever device the module's parameters are on when a run starts. The same options, source and task give the same weights, for
/// any number of workers; so a second run draws the same images and views as the first, in the same order. The trainer borrows all it is
/// given. One run at a time: while one is going on, whatever else would train the module, or use it on another thread, is refused.
/// </remarks>
public class Trainer
{
    private readonly ITrainingTask _task;
    private readonly optim.Optimizer _optimizer;
    private readonly TrainingOptions _options;
    private readonly double _peakLearningRate;
    private bool _hasTrained;

    /// <summary>Creates a trainer.</summary>
    /// <param name="task">What to train.</param>
    /// <param name="optimizer">Any of torch's, or <see cref="LarsOptimizer"/>; made after the module was moved to its device.</param>
    /// <param name="options">Defaults if null; copied.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public Trainer(ITrainingTask task, optim.Optimizer optimizer, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_task, _optimizer) = (task, optimizer);
        LearningRateSchedule.EnsureInitialRates(optimizer);
        _peakLearningRate = LearningRateSchedule.InitialRate(optimizer);
        _options = OptionsGuard.Validate(options ?? new TrainingOptions(), new TrainingOptionsValidator()).Copy();
    }

    /// <summary>
    /// The learning rate of every step, for the first parameter group; the others keep their proportion to it, see
    /// <see cref="LearningRateSchedule.Apply"/>. Default null: linear warm-up to the rate that the optimizer was made with, then cosine to
    /// zero at the end of the run.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// What else is done in the course of a run, in order; see <see cref="TrainingCallback"/>. Borrowed. Default: nothing.
    /// </summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>
    /// How callbacks prepare images for evaluation where their own options do not say. Default null: as follows from the views, by
    /// <see cref="ViewGenerator.ForEvaluation"/>; where their branches differ, a warning says so.
    /// <see cref="AugmentationPipeline.Identity"/> leaves images as they are.
    /// </summary>
    public IAugmentation? EvaluationPreprocessing { get; init; }

    /// <summary>Saves checkpoints, and resumes from one where the options say so; copied. Default null: none are saved.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public CheckpointOptions? Checkpoints
    {
        get;
        init => field = value is null ? null : OptionsGuard.Validate(value, new CheckpointOptionsValidator()).Copy();
    }

    /// <summary>
    /// The ranks that train together, each with its own trainer of the same options, images and views. Each makes the views of its share of every
    /// batch; the batches, the views and, up to rounding, the results are those of one process. <see cref="TrainingOptions.BatchSize"/> and
    /// <see cref="TrainingOptions.MicroBatchSize"/> count the images of all ranks; every micro-batch has at least one for each. Rank 0
    /// alone reports progress, logs, and writes checkpoints, which all ranks read. Borrowed. Default: one process.
    /// </summary>
    public ICollective Collective { get; init; } = SingleProcess.Instance;

    /// <summary>How the ranks train together; without effect on one process. Copied.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public DistributedOptions Distributed
    {
        get;
        init => field = OptionsGuard.Validate(value, new DistributedOptionsValidator()).Copy();
    } = new();

    /// <summary>
    /// Receives one message per epoch and the run's beginning and end, and warnings: of a representation that collapsed
    /// (<see cref="CollapseWarning"/>), of images that were left out and checkpoints that could not be saved or, when old, deleted.
    /// Default: none.
    /// </summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Trains for the options' number of epochs; the module is in evaluation mode afterwards.</summary>
    /// <param name="source">The images, with labels where the task wants them.</param>
    /// <param name="views">Makes the views of each image.</param>
    /// <param name="progress">
    /// Receives a report every <see cref="TrainingOptions.LogEverySteps"/> steps and at the end of each epoch.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the run after the current step, with a checkpoint if it has any; the result says so.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The source is smaller than a batch, its labels or the views' shapes, channels or number do not suit the task, or a callback cannot
    /// work.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Something else uses the module now. Or nothing would be trained: gradients are switched off, all parameters are frozen, the
    /// optimizer holds none of them. Or the module cannot take the views, or gives other shapes than it declares.
    /// </exception>
    /// <exception cref="ViewGenerationException">An image could not be read or augmented.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or a parameter is NaN or infinite; the message names what was so first.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// A checkpoint cannot be saved (before the first step where the folder cannot be written), or does not fit this run; then nothing has
    /// been loaded. Or another training uses the folder.
    /// </exception>
    /// <exception cref="Interop.SafeTensorsException">A checkpoint is damaged; nothing has been loaded.</exception>
    /// <exception cref="IOException">The <see cref="TrainingOptions.TensorBoardFolder"/> cannot be written.</exception>
    /// <exception cref="NotSupportedException">
    /// There are <see cref="Checkpoints"/>, but the state of the optimizer or the module cannot be saved.
    /// </exception>
    public TrainingResult Train(
        IImageSource source, ViewGenerator views, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(views);
        ModelChecks.RequireGradients();
        using ModuleUse use = ModuleUse.Begin(_task.Module, nameof(Train), ModuleUseKind.Training);
        using KeptMemory? memory = KeptMemory.Hold(_options.TuneAllocator);
        LogMachine();
        ViewLoader loader = new(source, views, _options.Loading(), Messages);
        ModelChecks.Require(_task, _optimizer, source, loader.Groups);
        using TrainingRun run = new(Setup(source, views, loader), Plan(source, loader));
        RankStart.RequireSameRun(run);
        using CheckpointSession? checkpoints = Checkpoints is { } options ? new CheckpointSession(options, run) : null;
        CallbackList callbacks = new(run, [.. AllCallbacks(run, loader, checkpoints, progress)]);
        callbacks.Prepare();
        checkpoints?.Resume(callbacks.Stateful);
        RankStart.Synchronize(run);
        callbacks.OnRunStarted();
        Go(new TrainingLoop(run, loader, Schedule ?? run.Plan.DefaultSchedule(_peakLearningRate), callbacks), run, cancellationToken);
        callbacks.OnRunEnded();
        return run.Result() with { SkippedImages = run.Ranks.Skipped(loader.SkippedImages, Messages) };
    }

    private bool IsFirst => Collective.Rank == 0;

    private ILogger Messages => IsFirst ? Logger : new RankLogger(Logger, Collective.Rank);

    // In this order: what guards the run, what users added, then what saves and reports the outcome of both.
    private IEnumerable<TrainingCallback> AllCallbacks(
        TrainingRun run, ViewLoader loader, CheckpointSession? checkpoints, IProgress<TrainingProgress>? progress)
    {
        yield return new FiniteLoss(run, new DivergenceDiagnosis(_task, loader, run.Plan));
        yield return new MissingGradients();
        yield return new CollapseWarning();
        foreach (TrainingCallback callback in Callbacks)
            yield return callback;
        if (checkpoints is not null)
            yield return checkpoints;
        yield return new TrainingLog(run, loader.Groups);
        if (progress is not null && IsFirst)
            yield return new ProgressReports(progress);
        if (_options.TensorBoardFolder is { } folder && IsFirst)
            yield return new TensorBoardLog(folder);
    }

    private void Go(TrainingLoop loop, TrainingRun run, CancellationToken cancellationToken)
    {
        if (_hasTrained && run.Steps == 0)
        {
            Messages.LogWarning(
                "This trainer has trained before: with the same seed it draws the same images and views again, in the same order, and the "
                + "learning rate starts anew. For other views, use more Epochs or another Seed");
        }

        _task.Module.train();
        if (_options.FrozenLayersInEvaluationMode)
            FrozenLayers.Evaluate(_task.Module);
        try
        {
            using SynchronizedBatchNorm? together = Collective.Size > 1 && Distributed.SynchronizeBatchNorm
                ? new SynchronizedBatchNorm(_task.Module, Collective)
                : null;
            loop.Go(cancellationToken);
        }
        finally
        {
            _hasTrained |= run.Steps > 0;
            _task.Module.eval();
        }
    }

    private TrainingSetup Setup(IImageSource source, ViewGenerator views, ViewLoader loader)
    {
        IAugmentation preprocessing = EvaluationPreprocessing ?? EvaluationDefault.Of(views, loader.Groups, Messages);
        return new TrainingSetup
        {
            Task = _task,
            Optimizer = _optimizer,
            Schedule = Schedule,
            PeakLearningRate = _peakLearningRate,
            Options = _options,
            Images = source,
            Views = views,
            EvaluationPreprocessing = preprocessing,
            Input = ImagePreprocessing.Of(preprocessing, ViewGroup.Largest(loader.Groups)!.Shape),
            HasCheckpoints = Checkpoints is not null,
            Collective = Collective,
            Distributed = Distributed,
            Logger = Messages,
        };
    }

    private TrainingPlan Plan(IImageSource source, ViewLoader loader) => new(
        _options,
        source.Count,
        loader.Views,
        MicroBatchChoice.Size(_task, _options, loader.Groups, Collective.Size, Messages),
        _task.MinimumBatchSize,
        SourceContract.LeftOut(source))
    {
        Shard = new RankShard(Collective.Rank, Collective.Size),
    };

    private void LogMachine()
    {
        if (_options.TuneAllocator)
            Messages.LogDebug("Memory: {Tuning} (TrainingOptions.TuneAllocator)", AllocatorTuning.Description);
        if (OpenMPTuning.TakeHint() is { } hint)
            Messages.LogInformation("{Hint}", hint);
    }
}

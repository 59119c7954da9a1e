using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Training.Checkpoints;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// Pretrains a model with a contrastive loss (paper, algorithm 1): views, one forward pass of 2N images, loss, backward, step.
/// </summary>
/// <remarks>
/// Works on whatever device the model's parameters are on when a run starts. The same options, source and model give the same weights, for
/// any number of workers. The trainer borrows all it is given; one run at a time.
/// </remarks>
public sealed class ContrastiveTrainer
{
    private readonly SimClrModel _model;
    private readonly ContrastiveLoss _loss;
    private readonly optim.Optimizer _optimizer;
    private readonly TrainingOptions _options;
    private readonly double _peakLearningRate;

    /// <summary>Creates a trainer.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="loss">The loss over z1, z2 [N, D].</param>
    /// <param name="optimizer">Any of torch's, or <see cref="LarsOptimizer"/>; made after the model was moved to its device.</param>
    /// <param name="options">Defaults where null; copied.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public ContrastiveTrainer(SimClrModel model, ContrastiveLoss loss, optim.Optimizer optimizer, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        _model = model;
        _loss = loss;
        _optimizer = optimizer;
        _peakLearningRate = CurrentLearningRate;
        _options = OptionsGuard.Validate(options ?? new TrainingOptions(), new TrainingOptionsValidator()).Copy();
    }

    private double CurrentLearningRate => _optimizer.ParamGroups.First().LearningRate;

    /// <summary>
    /// The learning rate of every step and every parameter group. Default null: linear warm-up to the optimiser's own learning rate, then
    /// cosine to zero at the end of the run.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// Measures kNN accuracy every <see cref="TrainingOptions.KnnEveryEpochs"/> epochs. Default null: it is not measured.
    /// </summary>
    public KnnMonitor? KnnMonitor { get; init; }

    /// <summary>Saves checkpoints, and goes on from one where the options say so; copied. Default null: none are saved.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public CheckpointOptions? Checkpoints
    {
        get;
        init => field = value is null ? null : OptionsGuard.Validate(value, new CheckpointOptionsValidator()).Copy();
    }

    /// <summary>
    /// Receives one message an epoch and the run's beginning and end, and warnings: of a representation that collapsed
    /// (<see cref="EpochSummary.Collapsed"/>), of images that were left out and checkpoints that could not be saved or, when old, deleted.
    /// Default: none.
    /// </summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Trains for the options' number of epochs; the model is in evaluation mode afterwards.</summary>
    /// <param name="source">The images; labels are not used.</param>
    /// <param name="views">Makes two views of one shape of each image.</param>
    /// <param name="progress">
    /// Receives a report every <see cref="TrainingOptions.LogEverySteps"/> steps and at the end of each epoch.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the run after the current step, with a checkpoint where there are any; the result says so.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The source is smaller than a batch, the views' shapes or channels do not suit, or there are not two views.
    /// </exception>
    /// <exception cref="ViewGenerationException">An image could not be read or augmented.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or a parameter is NaN or infinite; the message names what was so first.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// A checkpoint cannot be saved, or does not fit this run; then nothing has been loaded. Or another training uses the folder.
    /// </exception>
    /// <exception cref="Interop.SafeTensorsException">A checkpoint is damaged; nothing has been loaded.</exception>
    /// <exception cref="NotSupportedException">There are <see cref="Checkpoints"/>, but the optimiser's state is out of reach.</exception>
    public TrainingResult Train(
        IImageSource source, ViewGenerator views, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(views);
        if (_options.TuneAllocator && AllocatorTuning.EnsureApplied())
            Logger.LogDebug("Freed memory stays with the process (TrainingOptions.TuneAllocator)");
        if (OpenMPTuning.TakeHint() is { } hint)
            Logger.LogInformation("{Hint}", hint);
        ViewLoader loader = new(source, views, _options, Logger);
        CheckViews(loader);
        TrainingPlan plan = new(_options, source.Count, MicroBatchSize(loader.ViewSize));
        LearningRateSchedule schedule = Schedule ?? plan.DefaultSchedule(_peakLearningRate);
        using TrainingRun run = new(plan, _options) { Diagnose = new DivergenceDiagnosis(_model, loader, plan).Describe };
        Logger.LogInformation(
            "Training {Epochs} epochs of {Steps} steps, {Images} images a step", _options.Epochs, plan.StepsPerEpoch, _options.BatchSize);
        if (_model.Encoder is ResNetEncoder encoder)
            Logger.LogInformation("The encoder computes in {Precision}", encoder.Precision);
        using CheckpointSession? checkpoints = Checkpoints is { } options
            ? new CheckpointSession(options, Parts(source, views), plan, Logger)
            : null;
        checkpoints?.Resume(run);
        TensorBoardLog? board = _options.TensorBoardFolder is { } folder ? new TensorBoardLog(folder) : null;
        TrainingStep step = new(_model, _loss, _optimizer, _options.GradientClipNorm)
        {
            // On the CPU a loss can be read at once. Elsewhere that would wait for the device, so losses are read at reports only.
            BeforeGradient = _model.parameters().First().device.type == DeviceType.CPU
                ? loss => run.Check(loss, CurrentLearningRate)
                : null,
            BeforeMeasuredUpdate = () => board?.WriteTrustRatios(_optimizer, run.Steps + 1),
        };
        FiniteParameters.Require(_model, "before the first step");
        _model.train();
        try
        {
            RunSteps(step, loader, plan, schedule, run, Publish, checkpoints, cancellationToken);
            checkpoints?.Finish(run);
            FiniteParameters.Require(_model, $"after step {run.Steps} of {plan.TotalSteps}");
        }
        finally
        {
            _model.eval();
        }

        bool cancelled = run.Steps < plan.TotalSteps;
        if (cancelled)
        {
            string outcome = CheckpointSession.Outcome(checkpoints, run);
            Logger.LogInformation("Cancelled after step {Step} of {Total}; {Outcome}", run.Steps, plan.TotalSteps, outcome);
        }

        return run.Result(cancelled) with { SkippedImages = loader.SkippedImages };

        void Publish(TrainingProgress report)
        {
            progress?.Report(report);
            board?.Write(report);
            if (report.CompletedEpoch is { Collapsed: true } collapsed)
                WarnOfCollapse(collapsed);
            if (report.CompletedEpoch is { } epoch)
            {
                Logger.LogInformation(
                    "Epoch {Epoch} of {Epochs}: loss {Loss:f4}, kNN {Knn}, {Speed:f0} views/s",
                    epoch.Epoch,
                    report.Epochs,
                    epoch.Loss,
                    epoch.KnnAccuracy,
                    epoch.ViewsPerSecond);
            }
        }
    }

    private void RunSteps(
        TrainingStep step,
        ViewLoader loader,
        TrainingPlan plan,
        LearningRateSchedule schedule,
        TrainingRun run,
        Action<TrainingProgress> publish,
        CheckpointSession? checkpoints,
        CancellationToken cancellationToken)
    {
        // A step that has begun is finished: cancellation is looked at between steps only.
        using TimedViews views = new(loader.Load(plan.Requests(run.Steps), CancellationToken.None).GetEnumerator(), run.ViewWait);
        while (run.Steps < plan.TotalSteps && !cancellationToken.IsCancellationRequested)
        {
            double learningRate = schedule.Apply(_optimizer, run.Steps);
            (Tensor loss, Tensor? measures) = step.Run(views, plan.MicroBatches(run.Steps), run.NextStepReports);
            run.Add(plan.BatchSize(run.Steps), loss);
            if (measures is { } measured)
                publish(run.Report(measured, learningRate, () => Evaluate(run.Epoch)));
            checkpoints?.AfterStep(run);
        }
    }

    private int MicroBatchSize(ViewSize view)
    {
        if (_options.MicroBatchBudgetBytes is null)
            return Math.Min(_options.MicroBatchSize ?? _options.BatchSize, _options.BatchSize);
        int size = StepMemory.LargestMicroBatch(_model, view, _options);
        Logger.LogInformation("Micro-batches of {Size} images, about {Bytes} bytes each", size, StepMemory.Estimate(_model, view, size));
        return size;
    }

    private TrainingParts Parts(IImageSource source, ViewGenerator views) => new()
    {
        Options = _options,
        Model = _model,
        Loss = _loss,
        Optimizer = _optimizer,
        Schedule = Schedule,
        PeakLearningRate = _peakLearningRate,
        Images = source,
        Views = views,
    };

    private void WarnOfCollapse(EpochSummary epoch) => Logger.LogWarning(
        "Epoch {Epoch}: the representation has collapsed, the embeddings do not tell images apart "
        + "(deviation {Deviation:g3} of at most 1, contrastive accuracy {Accuracy:g3}). "
        + "Look whether the images differ at all; if so, try a lower learning rate, a longer warm-up or weaker augmentations",
        epoch.Epoch,
        epoch.EmbeddingDeviation,
        epoch.ContrastiveAccuracy);

    private double? Evaluate(int epoch)
        => KnnMonitor is { } monitor && epoch % _options.KnnEveryEpochs == 0 ? monitor.Measure(_model.Encoder) : null;

    private void CheckViews(ViewLoader loader)
    {
        if (loader.Views != 2)
            throw new ArgumentException($"A contrastive loss compares 2 views of an image, but the view generator makes {loader.Views}.");
        if (loader.ViewSize.Channels != _model.Encoder.InputChannels)
        {
            throw new ArgumentException(
                $"The encoder expects {_model.Encoder.InputChannels} channels, but the views are {loader.ViewSize} ([C, H, W]).");
        }
    }
}

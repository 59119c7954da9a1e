using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
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
/// any number of workers; so a second run draws the same images and views as the first, in the same order. The trainer borrows all it is
/// given. One run at a time: while one is going on, whatever else would train the model, or use it on another thread, is refused.
/// </remarks>
public sealed class ContrastiveTrainer
{
    private readonly SimClrModel _model;
    private readonly ContrastiveLoss _loss;
    private readonly optim.Optimizer _optimizer;
    private readonly TrainingOptions _options;
    private readonly double _peakLearningRate;
    private bool _hasTrained;
    private IAugmentation? _monitored;

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
        LearningRateSchedule.EnsureInitialRates(optimizer);
        _peakLearningRate = LearningRateSchedule.InitialRate(optimizer);
        _options = OptionsGuard.Validate(options ?? new TrainingOptions(), new TrainingOptionsValidator()).Copy();
    }

    /// <summary>
    /// The learning rate of every step, for the first parameter group; the others keep their proportion to it, see
    /// <see cref="LearningRateSchedule.Apply"/>. Default null: linear warm-up to the rate that the optimiser was made with, then cosine to
    /// zero at the end of the run.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// Measures kNN accuracy every <see cref="TrainingOptions.KnnEveryEpochs"/> epochs. Where that fails, the run saves a checkpoint, if it
    /// has any, and ends with the monitor's exception. Default null: it is not measured.
    /// </summary>
    public KnnMonitor? KnnMonitor { get; init; }

    /// <summary>
    /// How a monitor prepares images where its own options do not say. Default null: as follows from the views, by
    /// <see cref="ViewGenerator.ForEvaluation"/>; where their branches differ, a warning says so.
    /// <see cref="AugmentationPipeline.Identity"/> leaves images as they are.
    /// </summary>
    public IAugmentation? EvaluationPreprocessing { get; init; }

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
    /// The source is smaller than a batch or has one image, the views' shapes or channels do not suit, there are not two views, or the
    /// <see cref="KnnMonitor"/> cannot work.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Something else uses the model now. Or nothing would be trained: gradients are switched off, all parameters are frozen, the optimiser
    /// holds none of them. Or the model cannot take the views, or gives other shapes than it declares.
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
    /// There are <see cref="Checkpoints"/>, but the state of the optimiser or the model cannot be saved.
    /// </exception>
    public TrainingResult Train(
        IImageSource source, ViewGenerator views, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(views);
        ModelChecks.RequireGradients();
        using ModuleUse use = ModuleUse.Begin(_model, nameof(Train), ModuleUseKind.Training);
        using KeptMemory? memory = KeptMemory.Hold(_options.TuneAllocator);
        if (memory is not null)
            Logger.LogDebug("Memory: {Tuning} (TrainingOptions.TuneAllocator)", AllocatorTuning.Description);
        if (OpenMPTuning.TakeHint() is { } hint)
            Logger.LogInformation("{Hint}", hint);
        ViewLoader loader = new(source, views, _options.Loading(), Logger);
        ModelChecks.RequireViews(_model, loader);
        ViewShape shape = loader.Groups[0].Shape;
        ModelChecks.Require(_model, _optimizer, shape);
        if (KnnMonitor is { HasPreprocessing: false })
            _monitored = EvaluationPreprocessing ?? EvaluationDefault.Of(views, shape, Logger);
        TrainingPlan plan = new(_options, source.Count, MicroBatchSize(shape), SourceContract.LeftOut(source));
        TrainingLog log = new(Logger);
        log.Begin(_model, _optimizer, plan, _options, shape);
        using TrainingRun run = new(plan, _options) { Diagnose = new DivergenceDiagnosis(_model, loader, plan).Describe };
        TensorBoardLog? board = _options.TensorBoardFolder is { } folder ? new TensorBoardLog(folder) : null;
        using CheckpointSession? checkpoints = Checkpoints is { } options
            ? new CheckpointSession(options, Parts(source, views), plan, Logger)
            : null;
        TryMonitor();
        checkpoints?.Resume(run);
        FiniteParameters.Require(_model, "before the first step");
        if (_hasTrained && run.Steps == 0)
            log.Repetition();
        Go(Loop(plan, loader, run, checkpoints, Publish, board), cancellationToken);
        bool canceled = run.Steps < plan.TotalSteps;
        if (canceled)
        {
            string outcome = CheckpointSession.Outcome(checkpoints, run);
            Logger.LogInformation("Cancelled after step {Step} of {Total}; {Outcome}", run.Steps, plan.TotalSteps, outcome);
        }

        return run.Result(canceled) with { SkippedImages = loader.SkippedImages };

        void Publish(TrainingProgress report)
        {
            progress?.Report(report);
            board?.Write(report);
            if (report.CompletedEpoch is { } epoch)
                log.Epoch(epoch, report.Epochs);
        }
    }

    private TrainingLoop Loop(
        TrainingPlan plan,
        ViewLoader loader,
        TrainingRun run,
        CheckpointSession? checkpoints,
        Action<TrainingProgress> publish,
        TensorBoardLog? board) => new()
        {
            Step = Step(run, board),
            Loader = loader,
            Plan = plan,
            Run = run,
            Schedule = Schedule ?? plan.DefaultSchedule(_peakLearningRate),
            Optimizer = _optimizer,
            Checkpoints = checkpoints,
            Evaluate = Evaluate,
            Publish = publish,
            Logger = Logger,
        };

    private void Go(TrainingLoop loop, CancellationToken cancellationToken)
    {
        _model.train();
        if (_options.FrozenLayersInEvaluationMode)
            FrozenLayers.Evaluate(_model);
        try
        {
            loop.Go(cancellationToken);
            FiniteParameters.Require(_model, $"after step {loop.Run.Steps} of {loop.Plan.TotalSteps}");
        }
        finally
        {
            _hasTrained |= loop.Run.Steps > 0;
            _model.eval();
        }
    }

    private TrainingStep Step(TrainingRun run, TensorBoardLog? board) => new(_model, _loss, _optimizer, _options.GradientClipNorm)
    {
        // On the CPU a loss can be read at once. Elsewhere that would wait for the device, so losses are read at reports only.
        BeforeGradient = _model.parameters().First().device.type == DeviceType.CPU
            ? loss => run.Check(loss, _optimizer.ParamGroups.First().LearningRate)
            : null,
        BeforeMeasuredUpdate = () => board?.WriteTrustRatios(_optimizer, run.Steps + 1),
    };

    // Of a model that is not finite the training itself says more.
    private void TryMonitor()
    {
        if (FiniteParameters.Problem(_model) is null)
            KnnMonitor?.Try(_model.Encoder, _monitored);
    }

    private double? Evaluate(int epoch)
        => KnnMonitor is { } monitor && epoch % _options.KnnEveryEpochs == 0 ? monitor.Measure(_model.Encoder, _monitored) : null;

    private int MicroBatchSize(ViewShape view)
    {
        if (_options.MicroBatchBudgetBytes is null)
            return Math.Min(_options.MicroBatchSize ?? _options.BatchSize, _options.BatchSize);
        int size = ActivationMemory.LargestMicroBatch(_model, view, _options);
        Logger.LogInformation("Micro-batches of {Size} images, about {Bytes} bytes each", size, ActivationMemory.Estimate(_model, view, size));
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
}

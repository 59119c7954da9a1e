using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Interop;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.FineTuning;

/// <summary>
/// Trains networks with labels: fine-tunes a pretrained encoder, trains the same network from scratch, or only a linear layer on a frozen
/// encoder (paper, sections 4.1 and 4.2).
/// </summary>
/// <remarks>
/// <para>All of it runs on a <see cref="Trainer"/>, so callbacks, checkpoints, micro-batches and exact resuming are the same. A call that
/// finds a checkpoint resumes: call it with the same arguments. A checkpoint of a run from other weights is refused.</para>
/// <para>A pretrained encoder stays as it is. <see cref="Fit(SimClrModel, Func{long, Encoder}, IImageSource, IProgress{TrainingProgress}?, CancellationToken)"/>
/// trains a copy, for usually several fractions of the labels are tried on one encoder. Only
/// <see cref="Train"/> changes what it is given.</para>
/// <para>The learning rate follows the images of a batch: the whole source where that is smaller than
/// <see cref="TrainingOptions.BatchSize"/>. A left-over batch of one image is dropped, as batch norm cannot take it.</para>
/// </remarks>
/// <example>
/// On 1 % of the labels:
/// <code>
/// FineTuner tuner = new(SimClrAugmentations.CropAndFlip(32), FineTuningOptions.ForFraction(0.01));
/// using ImageClassifier classifier = tuner.Fit(simclr.Model, simclr.CreateEncoder, SubsetSource.FractionOfEachClass(train, 0.01));
/// Console.WriteLine(classifier.Evaluate(test).Accuracy);
/// </code>
/// </example>
public sealed class FineTuner
{
    private readonly IAugmentation _augmentation;
    private readonly FineTuningOptions? _options;

    /// <summary>Creates a fine-tuner.</summary>
    /// <param name="augmentation">Makes the one view of an image; <see cref="SimClrAugmentations.CropAndFlip"/> in the paper.</param>
    /// <param name="options">
    /// Copied. Null, the default: <see cref="FineTuningOptions.LinearEvaluation"/> where the encoder is frozen, and else the defaults.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FineTuner(IAugmentation augmentation, FineTuningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        _augmentation = augmentation;
        _options = options is null ? null : OptionsGuard.Validate(options, new FineTuningOptionsValidator()).Copy();
    }

    /// <summary>
    /// Makes the optimizer of what is trained, LARS say; the run disposes it. Default null: SGD, as the options say. The learning rate that
    /// it is made with is the peak of the schedule.
    /// </summary>
    public Func<nn.Module, optim.Optimizer>? Optimizer { get; init; }

    /// <summary>As <see cref="Trainer.Schedule"/>: default null, a cosine to 0 after the options' warm-up.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>As <see cref="Trainer.Callbacks"/>; default none.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>As <see cref="Trainer.EvaluationPreprocessing"/>: default null, as follows from the augmentation.</summary>
    public IAugmentation? EvaluationPreprocessing { get; init; }

    /// <summary>As <see cref="Trainer.Checkpoints"/>; default null: none. Each run needs a folder of its own.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>As <see cref="Trainer.Logger"/>; default none.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// Fine-tunes a copy of a pretrained encoder, from h or, by <see cref="FineTuningOptions.HeadLayers"/>, from a layer of its head.
    /// </summary>
    /// <param name="pretrained">Stays as it is.</param>
    /// <param name="createEncoder">
    /// Makes another encoder of the same shape from a seed, such as <c>SimClrPipeline.CreateEncoder</c>; its weights are replaced by the
    /// pretrained ones.
    /// </param>
    /// <param name="labeled">
    /// Images, all with labels: <see cref="SubsetSource.FractionOfEachClass"/> of the training set, say. It also says how many classes there are.
    /// </param>
    /// <param name="progress">Receives reports as training goes on.</param>
    /// <param name="cancellationToken">Ends the run after the current step; the classifier is what it is by then.</param>
    /// <returns>The classifier, in evaluation mode, with its <see cref="ImageClassifier.TrainingResult"/>; owned by the caller.</returns>
    /// <exception cref="ArgumentException">
    /// An image has no label, the head has too few layers or others than an <see cref="MlpProjectionHead"/>'s, or the function does not make
    /// such an encoder.
    /// </exception>
    /// <inheritdoc cref="Trainer.Train" path="/exception"/>
    public ImageClassifier Fit(
        SimClrModel pretrained,
        Func<long, Encoder> createEncoder,
        IImageSource labeled,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pretrained);
        ArgumentNullException.ThrowIfNull(createEncoder);
        FineTuningOptions options = OptionsOf(frozen: false);
        return Fit(labeled, Create, frozen: false, progress, cancellationToken);

        ImageClassifier Create(int classes)
        {
            long seed = options.Training.Seed;
            MlpProjectionHead? head = HeadLayers.Of(pretrained, options);
            return new ImageClassifier(EncoderCopy.Of(pretrained.Encoder, createEncoder, seed), classes, head, seed);
        }
    }

    /// <summary>Fine-tunes a copy of a pretrained encoder from h.</summary>
    /// <inheritdoc cref="Fit(SimClrModel, Func{long, Encoder}, IImageSource, IProgress{TrainingProgress}?, CancellationToken)"/>
    public ImageClassifier Fit(
        Encoder pretrained,
        Func<long, Encoder> createEncoder,
        IImageSource labeled,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pretrained);
        ArgumentNullException.ThrowIfNull(createEncoder);
        FineTuningOptions options = HeadLayers.RequireNone(OptionsOf(frozen: false));
        return Fit(
            labeled,
            classes => new ImageClassifier(
                EncoderCopy.Of(pretrained, createEncoder, options.Training.Seed), classes, head: null, options.Training.Seed),
            frozen: false,
            progress,
            cancellationToken);
    }

    /// <summary>Trains a new network with labels alone: what fine-tuning is compared with.</summary>
    /// <param name="createEncoder">Makes the encoder from <see cref="TrainingOptions.Seed"/>.</param>
    /// <param name="labeled">Images, all with labels; the source says how many classes there are.</param>
    /// <param name="progress">Receives reports as training goes on.</param>
    /// <param name="cancellationToken">Ends the run after the current step; the classifier is what it is by then.</param>
    /// <returns>The classifier, in evaluation mode, with its <see cref="ImageClassifier.TrainingResult"/>; owned by the caller.</returns>
    /// <inheritdoc cref="Trainer.Train" path="/exception"/>
    public ImageClassifier FitFromScratch(
        Func<long, Encoder> createEncoder,
        IImageSource labeled,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(createEncoder);
        FineTuningOptions options = HeadLayers.RequireNone(OptionsOf(frozen: false));
        return Fit(
            labeled,
            classes => new ImageClassifier(EncoderCopy.Make(createEncoder, options.Training.Seed), classes, head: null, options.Training.Seed),
            frozen: false,
            progress,
            cancellationToken);
    }

    /// <summary>
    /// Linear evaluation with augmentation: trains a linear layer on the representations that the frozen encoder gives of other views in each
    /// epoch (appendix B.6). Without augmentation, <see cref="Evaluation.Probing.SgdLinearProbe"/> does the same in far less time.
    /// </summary>
    /// <param name="pretrained">Stays as it is, and is borrowed by the classifier.</param>
    /// <param name="labeled">Images, all with labels.</param>
    /// <param name="progress">Receives reports as training goes on.</param>
    /// <param name="cancellationToken">Ends the run after the current step.</param>
    /// <returns>The classifier; owned by the caller, but for its encoder. It is of use as long as that is.</returns>
    /// <inheritdoc cref="Trainer.Train" path="/exception"/>
    public ImageClassifier FitLinear(
        Encoder pretrained, IImageSource labeled, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pretrained);
        FineTuningOptions options = HeadLayers.RequireNone(OptionsOf(frozen: true));
        return Fit(
            labeled,
            classes => new ImageClassifier(pretrained, classes, head: null, options.Training.Seed) { DisposesParts = false },
            frozen: true,
            progress,
            cancellationToken);
    }

    /// <summary>Trains a task in place: of a classifier that the caller has put together, or of an encoder that may change.</summary>
    /// <param name="task">Its classifier is trained.</param>
    /// <param name="labeled">Images, all with labels.</param>
    /// <param name="progress">Receives reports as training goes on.</param>
    /// <param name="cancellationToken">Ends the run after the current step, with a checkpoint if it has any; the result says so.</param>
    /// <returns>What the run came to; <see cref="ImageClassifier.TrainingResult"/> has it, too.</returns>
    /// <inheritdoc cref="Trainer.Train" path="/exception"/>
    public TrainingResult Train(
        ClassificationTask task,
        IImageSource labeled,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(labeled);
        FineTuningOptions options = OptionsOf(task.Frozen);
        RunOptions run = new(options, labeled.Count);
        ViewGenerator views = new(options.Training.Seed, _augmentation, views: 1);
        ImageClassifier classifier = task.Classifier;
        ClassifierDescription.Complete(classifier, labeled, views, EvaluationPreprocessing);
        using optim.Optimizer optimizer = Optimizer?.Invoke(task.Module) ?? run.CreateSgd(task.Module);
        Trainer trainer = new(task, optimizer, run.Training)
        {
            Schedule = Schedule,
            Callbacks = Callbacks,
            EvaluationPreprocessing = EvaluationPreprocessing,
            Checkpoints = Checkpoints,
            Logger = Logger,
        };
        return classifier.TrainingResult = trainer.Train(labeled, views, progress, cancellationToken);
    }

    private ImageClassifier Fit(
        IImageSource labeled,
        Func<int, ImageClassifier> create,
        bool frozen,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labeled);
        int classes = labeled.ClassNames.Count;
        // Before a network is made for nothing.
        if (LabelChecks.Problem(labeled, classes) is { } problem)
            throw new ArgumentException(problem, nameof(labeled));
        ImageClassifier classifier = create(classes);
        try
        {
            // Pretraining that has gone on since must not be answered with the classifier of before.
            string? start = frozen ? null : WeightDigest.Of(classifier);
            Train(new ClassificationTask(classifier) { Frozen = frozen, StartingWeights = start }, labeled, progress, cancellationToken);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    private FineTuningOptions OptionsOf(bool frozen)
        => _options ?? (frozen ? FineTuningOptions.LinearEvaluation() : new FineTuningOptions());
}

using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Linear evaluation beside pretraining: a linear classifier learns the labels of the training images from the representations h of their
/// views as they go by, without a gradient to the encoder (paper, appendix B.6: about as good as a linear evaluation afterwards).
/// </summary>
/// <remarks>
/// <para>Metrics: <see cref="MetricNames.OnlineLinearTrainingAccuracy"/> of the measured steps, and with held-out images
/// <see cref="MetricNames.OnlineLinearAccuracy"/> of the epochs. Held-out images are classified with the encoder's own weights, also in a run
/// with a <see cref="WeightAverage"/>, for from those the classifier has learned.</para>
/// <para>The run comes to the same bits as without the probe, and the encoder runs no more often. Images without a label teach it nothing. The
/// classifier is part of checkpoints. It serves one run at a time; it owns its tensors.</para>
/// </remarks>
public sealed class OnlineLinearProbe : TrainingCallback, IStatefulCallback, ITriedCallback, IDisposable
{
    private readonly IImageSource? _heldOut;
    private readonly OnlineLinearProbeOptions _options;
    private readonly FeatureExtractorOptions _extraction;
    private SoftmaxDescent? _classifier;
    private WarmupCosineSchedule? _schedule;
    private IReadOnlyList<string> _classNames = [];
    private bool _allHaveLabels;
    private bool _disposed;

    /// <summary>Creates a probe.</summary>
    /// <param name="heldOut">
    /// Labeled images that are classified after each epoch; a validation split, not the test set. Null, the default: none are.
    /// </param>
    /// <param name="options">Defaults where null; copied.</param>
    /// <param name="extraction">
    /// Of the held-out images; defaults where null; copied. Without a <see cref="FeatureExtractorOptions.Preprocessing"/> the training run's
    /// <see cref="Trainer.EvaluationPreprocessing"/> is applied. There must be no <see cref="FeatureExtractorOptions.ReadOut"/>.
    /// </param>
    /// <exception cref="ArgumentException">The held-out source is empty, or there is a read-out.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public OnlineLinearProbe(
        IImageSource? heldOut = null, OnlineLinearProbeOptions? options = null, FeatureExtractorOptions? extraction = null)
    {
        if (heldOut is { Count: 0 })
            throw new ArgumentException("Expected at least one image, found an empty source.", nameof(heldOut));
        if (extraction?.ReadOut is not null)
        {
            throw new ArgumentException(
                $"The classifier learns from the representations h of the training's views: leave {nameof(FeatureExtractorOptions.ReadOut)} out.",
                nameof(extraction));
        }

        _heldOut = heldOut;
        _options = OptionsGuard.Validate(options ?? new OnlineLinearProbeOptions(), new OnlineLinearProbeOptionsValidator()).Copy();
        _extraction = OptionsGuard.Validate(extraction ?? new FeatureExtractorOptions(), new FeatureExtractorOptionsValidator()).Copy();
    }

    /// <summary>Epochs from one classification of the held-out images to the next. Default 1; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int EveryEpochs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }
    = 1;

    /// <inheritdoc/>
    public string StateName => "online_linear_probe";

    /// <summary>The classifier's weights and their momentum; empty before the run. Borrowed.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _classifier?.State ?? new Dictionary<string, Tensor>();

    /// <summary>The classifier as it is, as a copy, for features h of the run's encoder.</summary>
    /// <exception cref="InvalidOperationException">There has been no run.</exception>
    /// <exception cref="ObjectDisposedException">The probe has been disposed.</exception>
    public LinearClassifier ToLinearClassifier()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_classifier is not { } classifier)
            throw new InvalidOperationException("There is no classifier yet: train with this callback first.");
        float[] weights = TensorTransfer.ToArray(classifier.Weights);
        return new LinearClassifier(weights, TensorTransfer.ToArray(classifier.Bias), classifier.Weights.device)
        {
            L2 = _options.WeightDecay,
            Candidates = [],
            Converged = true,
            ClassNames = _classNames,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The training images have no labels, or the task has no encoder.</exception>
    public void Prepare(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Encoder encoder = EncoderOf(run.Task);
        CallbackTrial.Run(nameof(OnlineLinearProbe), () => RequireTrainingLabels(run.Images));
        _classifier?.Dispose();
        int classes = ClassCount(run.Images);
        // Held-out images may have classes that the training images do not name.
        _classNames = classes == run.Images.ClassNames.Count ? [.. run.Images.ClassNames] : [];
        _classifier = new SoftmaxDescent(
            classes,
            encoder.FeatureDimension,
            new DescentRule(_options.Momentum, _options.Nesterov, _options.WeightDecay),
            run.Task.Module.parameters().First().device);
        double rate = _options.LearningRateScaling.Scale(run.BatchSize, _options.LearningRate);
        _schedule = new WarmupCosineSchedule(rate, warmupSteps: 0, run.TotalSteps);
        _allHaveLabels = Enumerable.Range(0, run.Images.Count).All(index => run.Images.GetLabel(index) is not null);
        run.KeepRepresentations();
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        TensorSets.Copy(state, State);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The held-out images have no labels, or do not suit the encoder.</exception>
    public override void OnRunStarted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Try(EncoderOf(run.Task), run.Images, run.EvaluationPreprocessing);
    }

    /// <inheritdoc/>
    public override void BeforeUpdate(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        EmbeddingBatch batch = run.Representations!;
        using IDisposable mode = no_grad();
        Tensor features = batch.Values.to(ScalarType.Float32); // [V*N, F]
        Tensor labels = batch.Labels!.repeat(batch.Views); // [V*N]
        if (!_allHaveLabels)
        {
            Tensor labeled = labels.ge(Scalars.Of(0)).nonzero().flatten();
            if (labeled.NumberOfElements == 0)
                return;
            (features, labels) = (features.index_select(0, labeled), labels.index_select(0, labeled));
        }

        Tensor scores = _classifier!.Step(features, labels.unsqueeze(0), _schedule!.LearningRateAt(run.ScheduleStep)); // [C, V*N]
        if (run.IsMeasured)
            run.Metrics.Add(MetricNames.OnlineLinearTrainingAccuracy, scores.argmax(0).eq(labels).to(ScalarType.Float32).mean());
    }

    /// <inheritdoc/>
    public override void AfterEpoch(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (_heldOut is null || run.Epoch % EveryEpochs != 0)
            return;
        FeatureSet features = Extract(EncoderOf(run.Task), run.EvaluationPreprocessing, _heldOut);
        run.Metrics.Add(MetricNames.OnlineLinearAccuracy, ToLinearClassifier().Accuracy(features));
    }

    void ITriedCallback.Try(ITrainingTask task, IImageSource images, IAugmentation preprocessing, ViewGenerator views)
        => Try(EncoderOf(task), images, preprocessing);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _classifier?.Dispose();
        _classifier = null;
    }

    private void Try(Encoder encoder, IImageSource images, IAugmentation preprocessing) => CallbackTrial.Run(nameof(OnlineLinearProbe), () =>
    {
        RequireTrainingLabels(images);
        if (_heldOut is null)
            return;
        if (SourceLabels.Read(_heldOut) is null)
            throw new ArgumentException($"the held-out images need labels, but none of the {_heldOut.Count} images has one.");
        Extract(encoder, preprocessing, CallbackTrial.Sample(_heldOut));
    });

    private FeatureSet Extract(Encoder encoder, IAugmentation? preprocessing, IImageSource source)
        => new FeatureExtractor(encoder, _extraction.WithDefault(preprocessing)).Extract(source);

    private int ClassCount(IImageSource images)
        => Math.Max(images.ClassNames.Count, _heldOut is null ? 0 : _heldOut.ReadLabels().Max() + 1);

    // A batch has labels only where the source names classes, and a label is one of those.
    private static void RequireTrainingLabels(IImageSource images)
    {
        if (images.ClassNames.Count == 0 || images.ReadLabels().Max() < 0)
            throw new ArgumentException($"the training images need labels and class names, but none of the {images.Count} images has a label.");
    }

    private static Encoder EncoderOf(ITrainingTask task) => CallbackTrial.EncoderOf(task, nameof(OnlineLinearProbe));
}

using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Watches a representation during training: kNN accuracy of labeled queries against a labeled bank, by their features, as the metric
/// <see cref="MetricNames.KnnAccuracy"/>.
/// </summary>
/// <remarks>
/// Whether it can work (labels, channels, one size, device) is tried on a few images by <c>SimClrBuilder.Build</c> and before the
/// first step of a run. Where it fails later, the run saves a checkpoint, if it has any, and ends with that failure.
/// </remarks>
public sealed class KnnMonitor : TrainingCallback, ITriedCallback
{
    private readonly IImageSource _bank;
    private readonly IImageSource _queries;
    private readonly KnnOptions _knn;
    private readonly FeatureExtractorOptions _extraction;

    /// <summary>Creates a monitor.</summary>
    /// <param name="bank">Labeled images whose labels vote.</param>
    /// <param name="queries">Labeled images to classify; a validation split, not the test set.</param>
    /// <param name="knn">Defaults where null; copied.</param>
    /// <param name="extraction">
    /// Defaults where null; copied. Without a <see cref="FeatureExtractorOptions.Preprocessing"/> the training run's
    /// <see cref="Trainer.EvaluationPreprocessing"/> is applied.
    /// </param>
    /// <exception cref="ArgumentException">A source is empty.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public KnnMonitor(IImageSource bank, IImageSource queries, KnnOptions? knn = null, FeatureExtractorOptions? extraction = null)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(queries);
        RequireImages(bank, nameof(bank));
        RequireImages(queries, nameof(queries));
        (_bank, _queries) = (bank, queries);
        _knn = OptionsGuard.Validate(knn ?? new KnnOptions(), new KnnOptionsValidator()).Copy();
        _extraction = OptionsGuard.Validate(extraction ?? new FeatureExtractorOptions(), new FeatureExtractorOptionsValidator()).Copy();
    }

    /// <summary>Epochs from one evaluation to the next. Default 1; at least 1.</summary>
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

    /// <summary>Name of the metric; tells one monitor from another. Default <see cref="MetricNames.KnnAccuracy"/>.</summary>
    public string MetricName { get; init; } = MetricNames.KnnAccuracy;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The monitor cannot work, or the task has no encoder.</exception>
    public override void OnRunStarted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Try(run.Task, run.EvaluationPreprocessing);
    }

    /// <inheritdoc/>
    public override void AfterEpoch(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Epoch % EveryEpochs != 0)
            return;
        using IDisposable evaluation = run.BeginEvaluation();
        FeatureExtractor extractor = Extractor(EncoderOf(run.Task), run.Task.ProjectionHead, run.EvaluationPreprocessing);
        run.Metrics.Add(MetricName, run.Collective.Size == 1 ? Measure(extractor, _bank, _queries) : Measure(extractor, run.Collective));
    }

    /// <summary>Accuracy in [0, 1] of the encoder as it is; its mode and statistics are left as they were.</summary>
    /// <param name="encoder">The encoder; borrowed.</param>
    /// <param name="preprocessing">
    /// How images are prepared where the monitor's own options do not say; null, the default, leaves them as they are. A trainer passes its
    /// <see cref="Trainer.EvaluationPreprocessing"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Labels are missing, the images do not suit the encoder, or the read-out takes a layer of a projection head.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The encoder is being trained on another thread, or its features are not finite.
    /// </exception>
    public double Measure(Encoder encoder, IAugmentation? preprocessing = null)
        => Measure(Extractor(encoder, null, preprocessing), _bank, _queries);

    void ITriedCallback.Try(ITrainingTask task, IImageSource images, IAugmentation preprocessing, ViewGenerator views)
        => Try(task, preprocessing);

    private void Try(ITrainingTask task, IAugmentation preprocessing)
    {
        EncoderOf(task);
        CallbackTrial.Run(nameof(KnnMonitor), () =>
        {
            // Of all images, as it costs nothing to ask for them.
            RequireLabels(_bank, "bank");
            RequireLabels(_queries, "queries");
            Measure(task, preprocessing, CallbackTrial.Sample(_bank), CallbackTrial.Sample(_queries));
        });
    }

    private double Measure(ITrainingTask task, IAugmentation preprocessing, IImageSource bank, IImageSource queries)
        => Measure(Extractor(EncoderOf(task), task.ProjectionHead, preprocessing), bank, queries);

    private double Measure(FeatureExtractor extractor, IImageSource bank, IImageSource queries)
        => KnnClassifier.Fit(extractor.Extract(bank), _knn).Accuracy(extractor.Extract(queries));

    // Each rank embeds its share of the bank and of the queries, and classifies its queries with the whole bank.
    private double Measure(FeatureExtractor extractor, ICollective ranks)
    {
        KnnClassifier classifier = KnnClassifier.Fit(extractor.Extract(_bank, ranks), _knn);
        SubsetSource own = RankShares.Of(_queries, ranks);
        double right = own.Count > 0 ? Math.Round(classifier.Accuracy(extractor.Extract(own)) * own.Count) : 0;
        using Tensor total = tensor(new long[] { (long)right });
        ranks.AllReduce(total);
        return total.ReadCpuInt64(0) / (double)_queries.Count;
    }

    private FeatureExtractor Extractor(Encoder encoder, ProjectionHead? head, IAugmentation? preprocessing)
        => new(encoder, head, _extraction.WithDefault(preprocessing));

    private static Encoder EncoderOf(ITrainingTask task) => CallbackTrial.EncoderOf(task, nameof(KnnMonitor));

    private static void RequireImages(IImageSource source, string name)
    {
        if (source.Count == 0)
            throw new ArgumentException("Expected at least one image, found an empty source.", name);
    }

    private static void RequireLabels(IImageSource source, string role)
    {
        if (SourceLabels.Read(source) is null)
            throw new ArgumentException($"the {role} need labels, but none of the {source.Count} images has one.");
    }
}

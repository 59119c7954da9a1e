using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Models;
using SimClr.Core.Validation;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Watches a representation during training without labels: alignment, uniformity, RankMe and LiDAR of chosen images, by the metrics
/// <see cref="MetricNames.Alignment"/>, <see cref="MetricNames.Uniformity"/>, <see cref="MetricNames.AlignmentUniformity"/>,
/// <see cref="MetricNames.RankMe"/> and <see cref="MetricNames.Lidar"/>.
/// </summary>
/// <remarks>
/// The views of the images are the same in every epoch, and in every run with the same <see cref="Seed"/>. The run itself is the same to
/// the bit with the monitor and without. Each time costs a forward pass of each image and each of its views.
/// Whether it can work is tried on a few images by <c>SimClrBuilder.Build</c> and before the first step of a run. Where it fails later, the
/// run saves a checkpoint, if it has any, and ends with that failure.
/// </remarks>
public sealed class LabelFreeMonitor : TrainingCallback, ITriedCallback
{
    private readonly IImageSource _images;
    private readonly FeatureExtractorOptions _extraction;

    /// <summary>Creates a monitor.</summary>
    /// <param name="images">
    /// The images, at least two; labels are not looked at. A few times as many as the embedding has dimensions, say 1,000: a
    /// <see cref="SubsetSource"/> of the training images.
    /// </param>
    /// <param name="extraction">
    /// Defaults where null; copied. Without a <see cref="FeatureExtractorOptions.ReadOut"/> the embedding z is measured, or h where the
    /// task has no <see cref="ITrainingTask.ProjectionHead"/>. Without a <see cref="FeatureExtractorOptions.Preprocessing"/> the run's
    /// <see cref="Trainer.EvaluationPreprocessing"/> is applied to the images of which there are no views.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer than two images.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public LabelFreeMonitor(IImageSource images, FeatureExtractorOptions? extraction = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < 2)
            throw new ArgumentException($"Expected at least two images to compare, found {images.Count}.", nameof(images));
        _images = images;
        _extraction = OptionsGuard.Validate(extraction ?? new FeatureExtractorOptions(), new FeatureExtractorOptionsValidator()).Copy();
    }

    /// <summary>Epochs from one evaluation to the next. Default 1; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int EveryEpochs { get; init => field = AtLeast(1, value); } = 1;

    /// <summary>Views of each image, at least 2. Default 10; LiDAR's authors take 50.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int ViewsPerImage { get; init => field = AtLeast(2, value); } = 10;

    /// <summary>
    /// Makes the views. Default null: the training's own augmentations in turn; of views of several sizes, those of the largest.
    /// </summary>
    public IAugmentation? Augmentation { get; init; }

    /// <summary>Which views are drawn. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Ends the metrics' names; tells one monitor from another, as <c>_h</c> one of representations. Default empty.</summary>
    public string MetricSuffix { get; init; } = "";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The monitor cannot work, or the task has no encoder.</exception>
    public override void OnRunStarted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Try(run.Task, run.EvaluationPreprocessing, run.ViewGenerator);
    }

    /// <inheritdoc/>
    public override void AfterEpoch(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Epoch % EveryEpochs != 0)
            return;
        using IDisposable evaluation = run.BeginEvaluation();
        LabelFreeScores scores = Measure(run.Task, run.EvaluationPreprocessing, run.ViewGenerator, _images);
        run.Metrics.Add(MetricNames.Alignment + MetricSuffix, scores.Alignment);
        run.Metrics.Add(MetricNames.Uniformity + MetricSuffix, scores.Uniformity);
        run.Metrics.Add(MetricNames.AlignmentUniformity + MetricSuffix, scores.AlignmentUniformity);
        run.Metrics.Add(MetricNames.RankMe + MetricSuffix, scores.RankMe);
        run.Metrics.Add(MetricNames.Lidar + MetricSuffix, scores.Lidar);
    }

    /// <summary>The scores of a model as it is; its mode and statistics are left as they were.</summary>
    /// <param name="model">Encoder and head; borrowed.</param>
    /// <param name="views">The training's views; not looked at where the monitor has an <see cref="Augmentation"/>.</param>
    /// <param name="preprocessing">
    /// How images are prepared where the monitor's own options do not say; null, the default, leaves them as they are.
    /// </param>
    /// <exception cref="ArgumentException">The images do not suit the model.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model is being trained on another thread, or its features are not finite.
    /// </exception>
    public LabelFreeScores Measure(SimClrModel model, ViewGenerator views, IAugmentation? preprocessing = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(views);
        return Measure(model.Encoder, model.ProjectionHead, preprocessing, views, _images);
    }

    void ITriedCallback.Try(ITrainingTask task, IImageSource images, IAugmentation preprocessing, ViewGenerator views)
        => Try(task, preprocessing, views);

    private static int AtLeast(int minimum, int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum);
        return value;
    }

    private static Encoder EncoderOf(ITrainingTask task) => CallbackTrial.EncoderOf(task, nameof(LabelFreeMonitor));

    private void Try(ITrainingTask task, IAugmentation preprocessing, ViewGenerator views)
    {
        EncoderOf(task);
        CallbackTrial.Run(nameof(LabelFreeMonitor), () => Measure(task, preprocessing, views, CallbackTrial.Sample(_images)));
    }

    private LabelFreeScores Measure(ITrainingTask task, IAugmentation preprocessing, ViewGenerator views, IImageSource images)
        => Measure(EncoderOf(task), task.ProjectionHead, preprocessing, views, images);

    private LabelFreeScores Measure(
        Encoder encoder, ProjectionHead? head, IAugmentation? preprocessing, ViewGenerator views, IImageSource images)
    {
        FeatureExtractorOptions options = _extraction.WithDefault(preprocessing);
        options.ReadOut ??= new ReadOut { Layers = [head?.LayerDimensions.Count ?? 0] };
        FeatureExtractor extractor = new(encoder, head, options);
        return LabelFreeScores.Measure(extractor.Extract(images), extractor.ExtractViews(images, Fixed(views, images)));
    }

    private ViewGenerator Fixed(ViewGenerator views, IImageSource images)
    {
        IReadOnlyList<IAugmentation> branches = Augmentation is { } own ? [own] : LargestViews.Of(views, images);
        return new ViewGenerator(Seed, Enumerable.Range(0, ViewsPerImage).Select(number => branches[number % branches.Count]));
    }
}

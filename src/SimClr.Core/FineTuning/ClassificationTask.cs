using SimClr.Core.Data;
using SimClr.Core.Interop;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.FineTuning;

/// <summary>
/// Supervised learning: the cross entropy of a classifier's logits with the labels, for fine-tuning, training from scratch, and, with a
/// frozen encoder, linear evaluation with augmentation (paper, sections 4.1 and 4.2).
/// </summary>
/// <remarks>
/// Every view of an image is classified by itself; the loss is the mean over all of them. Measures
/// <see cref="MetricNames.Top1"/>, and with more than 5 classes <see cref="MetricNames.Top5"/>.
/// </remarks>
public sealed class ClassificationTask : ITrainingTask
{
    private const int Five = 5;

    /// <summary>Creates the task.</summary>
    /// <param name="classifier">What is trained; borrowed.</param>
    public ClassificationTask(ImageClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Classifier = classifier;
    }

    /// <summary>What is trained, all of it or its linear layer; borrowed.</summary>
    public ImageClassifier Classifier { get; }

    /// <summary>
    /// True: only the linear layer learns. Encoder and head run in evaluation mode without a gradient, so that neither their weights nor the
    /// statistics of their batch norms move. Default false: everything learns.
    /// </summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// A digest of the weights that are frozen and therefore not in a checkpoint: a run resumes only with the same ones. Computed at each
    /// call; null where everything learns.
    /// </summary>
    public string? FrozenWeights => Frozen ? WeightDigest.Of(Classifier.Encoder, Classifier.ProjectionHead) : null;

    /// <summary>
    /// A digest of the weights that the run starts from, compared when it resumes: a checkpoint of a run from other weights is refused.
    /// <see cref="FineTuner"/> sets it for what it puts together. Default null: they are not compared.
    /// </summary>
    public string? StartingWeights { get; init; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => Classifier.ClassCount;

    /// <summary>The whole classifier, or its linear layer where the rest is frozen.</summary>
    public nn.Module Module => Frozen ? Classifier.Linear : Classifier;

    /// <inheritdoc/>
    public Encoder Encoder => Classifier.Encoder;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object> Parts
    {
        get
        {
            Dictionary<string, object> parts = new() { ["encoder"] = Classifier.Encoder };
            if (Classifier.ProjectionHead is { } head)
                parts.Add("projectionHead", head);
            return parts;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<TaskProblem> Problems(IReadOnlyList<ViewGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (ViewGroup group in groups)
            if (ModelShapes.Problem(Classifier, Encoder, group.Shape, Mismatch) is { } problem)
                yield return problem;
    }

    /// <summary>An image without a label, or with one beyond the classes; the first is named.</summary>
    /// <inheritdoc/>
    public IEnumerable<TaskProblem> Problems(IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (LabelChecks.Problem(images, ClassCount) is { } problem)
            yield return new TaskProblem(problem) { IsOfViews = true };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An image has no label, or one beyond the classes; the message names the first.</exception>
    public Tensor Embed(TrainingBatch batch, int group, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireLabels(batch);
        using DisposeScope scope = NewDisposeScope();
        Tensor images = batch.ToTensor(group, device); // [V*n, C, H, W]
        Tensor logits = Frozen ? Classifier.ClassifyFrozen(images) : Classifier.call(images);
        return logits.MoveToOuterDisposeScope(); // [V*n, classes]
    }

    /// <inheritdoc/>
    public Tensor Loss(EmbeddingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = NewDisposeScope();
        return nn.functional.cross_entropy(batch.Values, LabelsOfViews(batch)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Measure(EmbeddingBatch batch, MetricSink metrics)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(metrics);
        using DisposeScope scope = NewDisposeScope();
        Tensor labels = LabelsOfViews(batch); // [V*N]
        metrics.Add(MetricNames.Top1, batch.Values.argmax(1).eq(labels).to(ScalarType.Float32).mean());
        if (ClassCount > Five)
        {
            Tensor five = batch.Values.topk(Five, 1).indexes; // [V*N, 5]
            metrics.Add(MetricNames.Top5, five.eq(labels.unsqueeze(1)).any(1).to(ScalarType.Float32).mean());
        }
    }

    /// <summary>The name of the loss.</summary>
    public override string ToString() => "cross entropy";

    // View by view, as the logits are.
    private static Tensor LabelsOfViews(EmbeddingBatch batch)
        => (batch.Labels ?? throw new ArgumentException("Expected a label for each image of the batch, found none.", nameof(batch)))
            .repeat(batch.Views);

    private void RequireLabels(TrainingBatch batch)
    {
        ReadOnlySpan<int> labels = batch.Labels;
        if (labels.IsEmpty)
            throw new ArgumentException(LabelChecks.Describe($"image {batch.Indices[0]}", SourceContract.Unlabeled, ClassCount), nameof(batch));
        for (int at = 0; at < labels.Length; at++)
            if ((uint)labels[at] >= (uint)ClassCount)
                throw new ArgumentException(LabelChecks.Describe($"image {batch.Indices[at]}", labels[at], ClassCount), nameof(batch));
    }

    private string? Mismatch(Tensor input)
    {
        Tensor h = Encoder.call(input); // [2, F]
        return ModelShapes.Mismatch("encoder", h, Encoder.FeatureDimension)
            ?? ModelShapes.Mismatch("classifier", Classifier.Classify(h), ClassCount);
    }
}

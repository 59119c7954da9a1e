using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Randomness;
using SimClr.Core.Tensors;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.FineTuning;

/// <summary>
/// A network that names the class of an image: an encoder, the first layers of a projection head if there are any, and a linear layer
/// (paper, section 4.2). Images [N, C, H, W] to logits [N, classes].
/// </summary>
/// <remarks>
/// As a module it is trained by a <see cref="ClassificationTask"/> and saved by <c>SaveWeights</c>; the linear layer is called <c>fc</c>,
/// as torchvision's. <see cref="Scores"/>, <see cref="Predict"/>, <see cref="Evaluate"/> and <see cref="TopKAccuracy"/> take a source of
/// images, run in evaluation mode and change nothing. They are refused while a training runs on another thread.
/// </remarks>
public sealed class ImageClassifier : nn.Module<Tensor, Tensor>
{
    private const int BlockRows = 8192;

    /// <summary>As in the official code.</summary>
    private const double WeightDeviation = 0.01;

    private readonly Encoder encoder;
    private readonly ProjectionHead? projection_head;
    private readonly LinearLayer fc;
    private bool _disposed;

    /// <summary>Joins an encoder, layers of a head, and a new linear layer on the encoder's device.</summary>
    /// <param name="encoder">Disposed with the classifier, unless <see cref="DisposesParts"/> is false.</param>
    /// <param name="classCount">Number of classes, at least 1.</param>
    /// <param name="head">
    /// What stands between h and the linear layer, such as <see cref="MlpProjectionHead.CopyLayers"/> gives it; disposed as the encoder.
    /// Null, the default: nothing.
    /// </param>
    /// <param name="seed">
    /// Determines the linear layer's weights, which are normal with a deviation of 0.01 as in the official code; its biases are 0.
    /// </param>
    /// <exception cref="ArgumentException">The head's input is not as long as the encoder's representation.</exception>
    public ImageClassifier(Encoder encoder, int classCount, ProjectionHead? head = null, long seed = 0)
        : base(nameof(ImageClassifier))
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        if (head is not null && head.InputDimension != encoder.FeatureDimension)
        {
            throw new ArgumentException(
                $"The encoder gives representations of length {encoder.FeatureDimension}, but the projection head expects {head.InputDimension}.",
                nameof(head));
        }

        (this.encoder, projection_head, ClassCount) = (encoder, head, classCount);
        // The encoder draws from image 0 of this purpose, the head from image 1.
        RandomStream random = new(seed, RandomPurpose.Initialization, image: 2);
        fc = LinearLayer.Gaussian(FeatureDimension, classCount, Precision.Float32, random, WeightDeviation);
        if (encoder.parameters().FirstOrDefault() is { } parameter && parameter.device.type != DeviceType.CPU)
            fc.to(parameter.device);
        RegisterComponents();
        ModuleLifetime.Own(this);
    }

    /// <summary>f, the encoder.</summary>
    public Encoder Encoder => encoder;

    /// <summary>What stands between h and the linear layer; null if nothing does.</summary>
    public ProjectionHead? ProjectionHead => projection_head;

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Names of the classes, by label; empty, the default, if they have none. A <see cref="FineTuner"/> sets them if they are empty.</summary>
    /// <exception cref="ArgumentException">It is neither empty nor a name for each class.</exception>
    public IReadOnlyList<string> ClassNames
    {
        get;
        set => field = LabelChecks.RequireNames(value, ClassCount);
    }
    = [];

    /// <summary>Length of what the linear layer sees: h, or the output of the head's layers.</summary>
    public int FeatureDimension => projection_head?.OutputDimension ?? encoder.FeatureDimension;

    /// <summary>False if encoder and head are borrowed: <c>Dispose</c> then leaves them as they are. Default true.</summary>
    public bool DisposesParts { get; init; } = true;

    /// <summary>
    /// How images are prepared for <see cref="Scores"/> and the like where their options do not say. Default null: as they are. A
    /// <see cref="FineTuner"/> sets it, where it is null, to what follows from its augmentation.
    /// </summary>
    public IAugmentation? Preprocessing { get; set; }

    /// <summary>What the run came to in which a <see cref="FineTuner"/> trained this classifier last; null before one.</summary>
    public TrainingResult? TrainingResult { get; internal set; }

    /// <summary>[C, H, W] of the images that a <see cref="FineTuner"/> trained it on last; null before one.</summary>
    internal ViewShape? InputShape { get; set; }

    /// <summary>All that is trained where the encoder is frozen.</summary>
    internal nn.Module Linear => fc;

    /// <summary>Computes logits.</summary>
    /// <param name="input">Images [N, C, H, W]; borrowed.</param>
    /// <returns>[N, classes], a new tensor.</returns>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public override Tensor forward(Tensor input)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using DisposeScope scope = NewDisposeScope();
        return Classify(encoder.call(input)).MoveToOuterDisposeScope();
    }

    /// <summary>One score a class and image, [n, classes] row by row: the logits, of which the greatest is the prediction.</summary>
    /// <param name="source">Images of the encoder's channel count.</param>
    /// <param name="options">Batch size, preprocessing; defaults where null. Without a preprocessing, <see cref="Preprocessing"/> is applied.</param>
    /// <param name="cancellationToken">Ends the computation with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The source is empty, or its images do not suit the encoder.</exception>
    /// <exception cref="InvalidOperationException">The classifier is being trained on another thread, or its scores are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public float[] Scores(IImageSource source, FeatureExtractorOptions? options = null, CancellationToken cancellationToken = default)
        => ScoresOf(Extract(source, options, cancellationToken));

    /// <summary>The class of the greatest score for each image, [n]; of equal ones the lowest.</summary>
    /// <inheritdoc cref="Scores(IImageSource, FeatureExtractorOptions?, CancellationToken)"/>
    public int[] Predict(IImageSource source, FeatureExtractorOptions? options = null, CancellationToken cancellationToken = default)
        => PredictionsOf(Scores(source, options, cancellationToken));

    /// <summary>Classifies labeled images and compares with their labels; the report has top-k accuracies, too.</summary>
    /// <inheritdoc cref="Scores(IImageSource, FeatureExtractorOptions?, CancellationToken)"/>
    /// <exception cref="ArgumentException">The images have no labels, or do not suit the encoder.</exception>
    public ClassificationReport Evaluate(
        IImageSource source, FeatureExtractorOptions? options = null, CancellationToken cancellationToken = default)
    {
        LabelChecks.RequireSome(source);
        FeatureSet representations = Extract(source, options, cancellationToken);
        return ClassificationReport.FromScores(
            ScoresOf(representations), representations.Labels, Math.Max(ClassCount, representations.ClassCount));
    }

    /// <summary>The part of labeled images whose class is among the k of greatest score, in [0, 1].</summary>
    /// <param name="source">Images with labels, none beyond the classifier's classes.</param>
    /// <param name="k">At least 1; the paper's tables have 1 and 5.</param>
    /// <param name="options">As for <see cref="Scores(IImageSource, FeatureExtractorOptions?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the computation with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The images have no labels, one is out of range, or they do not suit the encoder.</exception>
    public double TopKAccuracy(
        IImageSource source, int k, FeatureExtractorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        LabelChecks.RequireSome(source);
        FeatureSet representations = Extract(source, options, cancellationToken);
        return ClassificationReport.TopKAccuracy(ScoresOf(representations), representations.Labels, k);
    }

    /// <summary>
    /// The linear layer alone, as a copy, for features that are extracted already: h, or the output of the head's layers where there are any.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public LinearClassifier ToLinearClassifier()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using IDisposable mode = no_grad();
        return new LinearClassifier(TensorTransfer.ToArray(fc.Weight), TensorTransfer.ToArray(fc.Bias!), fc.Weight.device)
        {
            L2 = 0,
            Candidates = [],
            Converged = true,
            ClassNames = ClassNames,
        };
    }

    /// <summary>
    /// Logits [N, classes] of images, with encoder and head in evaluation mode and without a graph before the linear layer; of the present
    /// scope.
    /// </summary>
    internal Tensor ClassifyFrozen(Tensor images) => fc.call(FrozenFeatures(images));

    /// <summary>Logits [N, classes] of representations [N, F]; of the present scope.</summary>
    internal Tensor Classify(Tensor representations)
        => fc.call(projection_head is null ? representations : projection_head.call(representations));

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A training or an evaluation runs with it.</exception>
    protected override void Dispose(bool disposing)
    {
        // Before any of its parts is gone.
        if (disposing && !_disposed)
            ModuleUse.RequireNone(this, nameof(Dispose));
        _disposed = true;
        if (DisposesParts)
            base.Dispose(disposing);
        else if (disposing)
            fc.Dispose();
    }

    private Tensor FrozenFeatures(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using EvaluationMode mode = new(encoder, nameof(Trainer.Train));
        using Encoder? snapshot = encoder.CreateInferenceSnapshot();
        return Project((snapshot ?? encoder).call(images)).MoveToOuterDisposeScope(); // [N, F]
    }

    // In evaluation mode, too, since it may have batch norm.
    private Tensor Project(Tensor representations)
    {
        if (projection_head is null)
            return representations;
        using EvaluationMode mode = new(projection_head, nameof(Scores));
        return projection_head.call(representations);
    }

    private FeatureSet Extract(IImageSource source, FeatureExtractorOptions? options, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        options = (options ?? new FeatureExtractorOptions()).WithDefault(Preprocessing);
        return new FeatureExtractor(encoder, options).Extract(source, cancellationToken);
    }

    private float[] ScoresOf(FeatureSet representations)
    {
        using IDisposable noGradient = no_grad();
        float[] scores = FeatureSetChecks.Allocate(representations.Count, ClassCount);
        for (int first = 0; first < representations.Count; first += BlockRows)
        {
            using DisposeScope scope = NewDisposeScope();
            Range rows = first..Math.Min(first + BlockRows, representations.Count);
            Tensor h = FeatureTensors.ToTensor(representations, rows, fc.Weight.device); // [B, F]
            TensorTransfer.CopyTo(fc.call(Project(h)), scores.AsSpan(first * ClassCount)); // [B, classes]
        }

        return FeatureSetChecks.IndexOfNonFinite(scores) is >= 0 and int at
            ? throw new InvalidOperationException($"The score of class {at % ClassCount} for image {at / ClassCount} is {scores[at]}: the classifier has diverged.")
            : scores;
    }

    private int[] PredictionsOf(float[] scores)
        => [.. Enumerable.Range(0, scores.Length / ClassCount)
            .Select(image => ClassRank.First<float>(scores.AsSpan(image * ClassCount, ClassCount)))];
}

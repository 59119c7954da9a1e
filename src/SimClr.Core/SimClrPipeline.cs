using SimClr.Core.Augmentation;
using SimClr.Core.Building;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>A SimCLR pipeline as built by <see cref="SimClrBuilder"/>: pretrains its model and gives representations.</summary>
/// <remarks>
/// Owns model, loss and optimizer. While <see cref="Train"/> runs, a second one, <see cref="Dispose"/> and, on another thread,
/// <see cref="Extract"/> are refused with an <see cref="InvalidOperationException"/>; a progress handler that is called on the thread of
/// the training may extract. Without a training, any number of extractions may run at once.
/// </remarks>
public sealed class SimClrPipeline : IDisposable
{
    private readonly IImageSource _images;
    private readonly optim.Optimizer _optimizer;
    private readonly Trainer _trainer;
    private readonly PartRecipe<EncoderContext, Encoder> _encoderRecipe;
    private readonly IReadOnlyList<ViewGroup> _viewGroups;
    private bool _disposed;

    internal SimClrPipeline(PipelineDraft draft)
    {
        PipelineParts parts = draft.Parts;
        _images = parts.Images!;
        (_encoderRecipe, _viewGroups) = (parts.Encoder!, draft.Views ?? []);
        Views = new ViewGenerator(parts.Training.Seed, parts.Augmentations!());
        EvaluationPreprocessing = parts.EvaluationPreprocessing ?? EvaluationDefault.Of(Views, draft.Views, parts.Logger);
        (Model, Loss, _optimizer) = (draft.Model, draft.Loss, draft.Optimizer);
        Task = draft.Task;
        _trainer = new Trainer(Task, _optimizer, parts.Training)
        {
            Schedule = draft.Schedule,
            Callbacks = [.. parts.Callbacks],
            EvaluationPreprocessing = EvaluationPreprocessing,
            Checkpoints = parts.Checkpoints,
            Collective = parts.Collective,
            Distributed = parts.Distributed,
            Logger = parts.Logger,
        };
    }

    /// <summary>Updates the model's parameters.</summary>
    internal optim.Optimizer Optimizer => _optimizer;

    /// <summary>Encoder and projection head.</summary>
    public SimClrModel Model { get; }

    /// <summary>f, the encoder, whose output h is the representation.</summary>
    public Encoder Encoder => Model.Encoder;

    internal ContrastiveLoss Loss { get; }

    /// <summary>What is trained: model and loss, by default.</summary>
    internal ITrainingTask Task { get; }

    /// <summary>Makes the views of an image.</summary>
    public ViewGenerator Views { get; }

    /// <summary>
    /// How <see cref="Extract"/> and the kNN monitor prepare an image where their own options do not say: by default as follows from the
    /// augmentations, with all in them that is not random, <see cref="Normalize"/> for one, at the size of the views, the largest where there are several.
    /// </summary>
    /// <remarks>
    /// Print it to see the steps. An image of the views' size is not resized. <see cref="SimClrBuilder.UseEvaluationPreprocessing"/>
    /// chooses another, and so does <see cref="FeatureExtractorOptions.Preprocessing"/> for a single call.
    /// </remarks>
    public IAugmentation EvaluationPreprocessing { get; }

    /// <summary>Pretrains the model on the pipeline's images.</summary>
    /// <remarks>
    /// A second call trains the model further on the same images and views in the same order, as they are functions of the seed, and begins
    /// the learning rate's schedule anew; the optimizer keeps its momentum. For a longer training take more epochs instead.
    /// </remarks>
    /// <param name="progress">Receives reports as training goes on.</param>
    /// <param name="cancellationToken">
    /// Ends training after the current step, with a checkpoint where there are any; the result says so.
    /// </param>
    /// <inheritdoc cref="Trainer.Train" path="/exception"/>
    /// <exception cref="ObjectDisposedException">The pipeline has been disposed.</exception>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _trainer.Train(_images, Views, progress, cancellationToken);
    }

    /// <summary>
    /// Computes the representations h of a source's images, with the encoder in evaluation mode, or what
    /// <see cref="FeatureExtractorOptions.ReadOut"/> takes in their place.
    /// </summary>
    /// <param name="source">Images of the encoder's channel count; with labels, the features have them too.</param>
    /// <param name="options">
    /// Batch size, preprocessing, read-out; defaults where null. Without a preprocessing, <see cref="EvaluationPreprocessing"/> is applied.
    /// </param>
    /// <param name="cancellationToken">Ends the computation with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The read-out takes a layer that the projection head has not.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is being trained on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline has been disposed.</exception>
    public FeatureSet Extract(IImageSource source, FeatureExtractorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        options = (options ?? new FeatureExtractorOptions()).WithDefault(EvaluationPreprocessing);
        return new FeatureExtractor(Model, options).Extract(source, cancellationToken);
    }

    /// <summary>Makes an embedder of the encoder as it is now, with <see cref="EvaluationPreprocessing"/>.</summary>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <returns>Owned by the caller; see <see cref="ImageEmbedder"/> for what it shares with the pipeline.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is being trained on another thread, or its views' size is not known.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline has been disposed.</exception>
    public ImageEmbedder CreateEmbedder(ImageEmbedderOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ImageEmbedder(Encoder, Input(), options);
    }

    /// <summary>Writes the encoder, with <see cref="EvaluationPreprocessing"/>, as an ONNX file that any runtime for such files takes.</summary>
    /// <param name="path">The file, by convention <c>.onnx</c>; its folder must exist.</param>
    /// <param name="configure">Changes the options, to add layers of the head or a classifier say; null leaves the defaults.</param>
    /// <inheritdoc cref="OnnxExporter.Save(SimClrModel, string, OnnxExportOptions)" path="/exception"/>
    /// <exception cref="ObjectDisposedException">The pipeline has been disposed.</exception>
    public void ExportOnnx(string path, Action<OnnxExportOptions>? configure = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        OnnxExportOptions options = new() { Preprocessing = Input() };
        configure?.Invoke(options);
        OnnxExporter.Save(Model, path, options);
    }

    /// <summary>How any image becomes the encoder's input: <see cref="EvaluationPreprocessing"/> with the shape of the largest views.</summary>
    private ImagePreprocessing Input() => ViewGroup.Largest(_viewGroups) is { } largest
        ? ImagePreprocessing.Of(EvaluationPreprocessing, largest.Shape)
        : throw new InvalidOperationException("The size of the views is not known, because the pipeline's images could not be read when it was built.");

    /// <summary>
    /// Makes another encoder of this kind with initial weights, as the builder's function made this one: for a <c>FineTuner</c>, which copies
    /// the pretrained weights into it, or for a training from scratch.
    /// </summary>
    /// <param name="seed">Determines the initial weights, as <see cref="EncoderContext.Seed"/>.</param>
    /// <returns>An encoder on the CPU unless the function chose another device; owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">
    /// The builder was given an encoder, and not a function that makes one; or the function refuses.
    /// </exception>
    public Encoder CreateEncoder(long seed)
    {
        List<string> problems = [];
        Encoder? encoder = _encoderRecipe.TryMake(new EncoderContext { Seed = seed, Views = _viewGroups }, problems);
        return encoder ?? throw new InvalidOperationException($"Another encoder cannot be made: {string.Join(" ", problems)}");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A training or an extraction is running; nothing has been disposed.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        ModuleUse.RequireNone(Model, nameof(Dispose));
        _disposed = true;
        _optimizer.Dispose();
        Loss.Dispose();
        Model.Dispose();
        Task.Module.Dispose();
    }
}

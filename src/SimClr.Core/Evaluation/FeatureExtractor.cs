using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Runs images through a frozen encoder: h = f(x) without augmentation (paper, section 2.1), the input of every evaluation. A
/// <see cref="ReadOut"/> takes layers of the projection head, too, or several sizes, crops or mirror images.
/// </summary>
/// <remarks>
/// The model is borrowed. During an extraction it is in evaluation mode, so batch norm uses its running statistics and does not
/// change them; afterwards each of its modules has the mode that it had. A <see cref="ResNetEncoder"/> runs with its batch norms folded
/// into its convolutions, which changes nothing but the rounding.
/// Any number of extractions may run at once with one model, provided that its forward pass in evaluation mode changes nothing. While a
/// training runs on another thread, extraction is refused; a progress handler that the training calls on its own thread may
/// extract.
/// </remarks>
public sealed class FeatureExtractor
{
    private readonly Encoder _encoder;
    private readonly FeatureExtractorOptions _options;
    private readonly ReadOut _readOut;
    private readonly ReadOutLayers _layers;

    /// <summary>Creates an extractor.</summary>
    /// <param name="encoder">The encoder; runs on the device and in the type of its parameters.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The read-out takes a layer of the projection head, which an encoder has not.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FeatureExtractor(Encoder encoder, FeatureExtractorOptions? options = null)
        : this(encoder, null, options)
    {
    }

    /// <summary>Creates an extractor whose read-out may take layers of the projection head.</summary>
    /// <param name="model">Encoder and head; they run on the device and in the type of their parameters.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The read-out takes a layer that the projection head has not.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FeatureExtractor(SimClrModel model, FeatureExtractorOptions? options = null)
        : this((model ?? throw new ArgumentNullException(nameof(model))).Encoder, model.ProjectionHead, options)
    {
    }

    internal FeatureExtractor(Encoder encoder, ProjectionHead? head, FeatureExtractorOptions? options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _options = OptionsGuard.Validate(options ?? new FeatureExtractorOptions(), new FeatureExtractorOptionsValidator()).Copy();
        _encoder = encoder;
        _readOut = _options.ReadOut ?? new ReadOut();
        _layers = new ReadOutLayers(encoder, head, _readOut.Layers);
    }

    /// <summary>The features [n, F] of all images of a source, with their labels, in order.</summary>
    /// <param name="source">The images; after the preprocessing all of one shape, with as many channels as the encoder takes.</param>
    /// <param name="cancellationToken">Stops between images and batches.</param>
    /// <exception cref="ArgumentException">
    /// The source is empty, the images differ in shape (the message names the first that does), have another number of channels than the
    /// encoder takes, or only some have labels.
    /// </exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    /// <exception cref="InvalidOperationException">
    /// A layer returns another shape than [n, F], or a feature that is not finite; or a training of the model runs on another thread.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public FeatureSet Extract(IImageSource source, CancellationToken cancellationToken = default)
        => Run(source, view => Reader(source, Chain(_options.Preprocessing, view)), cancellationToken);

    /// <summary>The features [n, F] of all images of a source, each rank embedding its share of them; every rank gets all.</summary>
    /// <param name="source">The images, the same on every rank.</param>
    /// <param name="collective">The ranks; all of them call this with encoders of the same weights.</param>
    /// <param name="cancellationToken">Stops between images and batches; a rank that stops leaves the others waiting.</param>
    /// <inheritdoc cref="Extract(IImageSource, CancellationToken)" path="/exception"/>
    public FeatureSet Extract(IImageSource source, ICollective collective, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(collective);
        if (collective.Size == 1 || source.Count < collective.Size)
            return Extract(source, cancellationToken);
        FeatureSet own = Extract(RankShares.Of(source, collective), cancellationToken);
        return RankShares.Gather(own, source, collective);
    }

    /// <summary>
    /// The features of several augmented views of each image: a set for each of the generator's views, with the views that a training run
    /// draws in its first epoch. Label-free measures take them.
    /// </summary>
    /// <remarks>
    /// <see cref="FeatureExtractorOptions.Preprocessing"/> is not applied: the network sees the views as it does in training. The views of
    /// a number are all of one shape; those of different numbers may differ.
    /// </remarks>
    /// <param name="source">The images.</param>
    /// <param name="views">Makes the views.</param>
    /// <param name="cancellationToken">Stops between images and batches.</param>
    /// <inheritdoc cref="Extract(IImageSource, CancellationToken)" path="/exception"/>
    public IReadOnlyList<FeatureSet> ExtractViews(IImageSource source, ViewGenerator views, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(views);
        return
        [
            .. views.Branches.Select((branch, number) => Run(
                source, view => Reader(source, Chain(branch, view), views.Seed, number), cancellationToken)),
        ];
    }

    private static IAugmentation? Chain(IAugmentation? first, IAugmentation view)
    {
        if (ReferenceEquals(view, AugmentationPipeline.Identity))
            return first;
        return first is null ? view : new AugmentationPipeline(first, view);
    }

    private ImageBlockReader Reader(IImageSource source, IAugmentation? preparation, long seed = 0, int number = 0)
    {
        ImageBlockReader reader = new(source, preparation, PixelLayout.Interleaved, _options.Workers, seed, number);
        return ChannelMismatch.OfEncoder(_encoder.InputChannels, reader.Size, $"{source.NameOf(0)} is") is { } mismatch
            ? throw new ArgumentException(mismatch, nameof(source))
            : reader;
    }

    private FeatureSet Run(IImageSource source, Func<IAugmentation, ImageBlockReader> reader, CancellationToken cancellationToken)
    {
        // All before the first forward pass: whatever the views refuse is known then.
        ImageBlockReader[] readers = [.. _readOut.Views.Select(reader)];
        using KeptMemory? memory = KeptMemory.Hold(_options.TuneAllocator);
        int[]? labels = SourceLabels.Read(source);
        ReadOutRows rows = new(_readOut, _layers, source);

        using IDisposable evaluationMode = _layers.Evaluate(nameof(Extract));
        using IDisposable noGradient = no_grad();
        // Made anew each time, so that it holds the weights of now.
        using Encoder? snapshot = _encoder.CreateInferenceSnapshot();
        for (int view = 0; view < readers.Length; view++)
        {
            foreach (ImageBlock block in readers[view].ReadAll(_options.BatchSize, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                rows.Add(view, block.First, _layers.Outputs(snapshot ?? _encoder, EncoderInput.Of(_encoder, block, readers[view].Size)));
            }
        }

        return new FeatureSet(rows.Complete(), rows.Dimension, labels, source.ClassNames);
    }
}

using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Embeds images by an encoder on libtorch: h, without augmentation.</summary>
/// <remarks>
/// <para>A <see cref="ResNetEncoder"/> is folded once, here, so the weights are those of this moment, and the encoder may be trained on or
/// disposed. Any other encoder is borrowed and runs as it is: it must outlive the embedder, whose vectors follow its weights.</para>
/// <para>May be called from several threads at once. <see cref="Dispose"/> is refused while images are embedded.</para>
/// </remarks>
public sealed class ImageEmbedder : IImageEmbedder
{
    private readonly Encoder _network;
    private bool _isOwn;
    private readonly EmbeddingRun _run;
    private bool _disposed;

    /// <summary>Creates an embedder.</summary>
    /// <param name="encoder">The trained encoder.</param>
    /// <param name="preprocessing">How images are prepared, as in training: a pipeline's <c>CreateEmbedder</c> knows it.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The preprocessing gives another number of channels than the encoder takes.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A training of the encoder runs on another thread.</exception>
    public ImageEmbedder(Encoder encoder, ImagePreprocessing preprocessing, ImageEmbedderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(preprocessing);
        options = OptionsGuard.Validate(options ?? new ImageEmbedderOptions(), new ImageEmbedderOptionsValidator()).Copy();
        if (ChannelMismatch.OfEncoder(encoder.InputChannels, preprocessing.Shape, "the preprocessing gives") is { } mismatch)
            throw new ArgumentException(mismatch, nameof(preprocessing));
        NativeAot.Check(encoder);
        using ModuleUse use = ModuleUse.Begin(encoder, nameof(ImageEmbedder), ModuleUseKind.Reading);
        Encoder? snapshot = encoder.CreateInferenceSnapshot();
        (_network, _isOwn, Preprocessing) = (snapshot ?? encoder, snapshot is not null, preprocessing);
        ModelId = $"{encoder.GetName()}-{WeightDigest.Of(encoder)}";
        _run = new EmbeddingRun(preprocessing, PixelLayout.Interleaved, options, Run);
    }

    /// <summary>How images are prepared.</summary>
    public ImagePreprocessing Preprocessing { get; }

    /// <inheritdoc/>
    public int Dimension => _network.FeatureDimension;

    /// <summary>The encoder's name and the first 16 digits of a SHA-256 of its weights when this object was made.</summary>
    public string ModelId { get; }

    /// <inheritdoc/>
    public int InputChannels => _network.InputChannels;

    /// <summary>Loads a trained encoder from a checkpoint of this library, with the preprocessing of its training.</summary>
    /// <param name="path">A checkpoint, or a folder of checkpoints, of which the newest is taken.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="IOException">
    /// The file cannot be read, is no checkpoint, or its encoder or preprocessing is a custom one, which a file cannot describe: make the
    /// encoder, load its weights (prefix <c>model.encoder.</c>), and use the constructor. Or the folder holds no checkpoint.
    /// </exception>
    /// <exception cref="SafeTensorsException">The file is damaged.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static ImageEmbedder Load(string path, ImageEmbedderOptions? options = null)
    {
        (Encoder encoder, ImagePreprocessing preprocessing) = CheckpointedEncoder.Load(path);
        ImageEmbedder? embedder = null;
        try
        {
            embedder = new ImageEmbedder(encoder, preprocessing, options);
            embedder._isOwn = true;
            return embedder;
        }
        finally
        {
            if (embedder?._network != encoder)
                encoder.Dispose();
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(images);
        return Held(images, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Images are being embedded; nothing has been disposed.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        if (_isOwn)
            _network.Dispose();
        _disposed = true;
    }

    // Between batches too: the next one takes the same memory.
    private IEnumerable<ImageEmbedding> Held(IImageSource images, CancellationToken cancellationToken)
    {
        using KeptMemory? memory = KeptMemory.Hold(true);
        foreach (ImageEmbedding image in _run.Embed(images, cancellationToken))
            yield return image;
    }

    private float[] Run(ImageBlock block)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using EvaluationMode mode = new(_network, nameof(Embed));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return TensorTransfer.ToArray(_network.call(EncoderInput.Of(_network, block, Preprocessing.Shape))); // [N, F]
    }
}

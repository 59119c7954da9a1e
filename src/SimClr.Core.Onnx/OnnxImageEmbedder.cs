using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Loading;
using SimClr.Core.Validation;

namespace SimClr.Core.Onnx;

/// <summary>Embeds images by an ONNX model with OnnxRuntime.</summary>
/// <remarks>
/// A model that SimClr.Core exported says in its metadata how images are prepared; any other image model works if
/// <see cref="OnnxImageEmbedderOptions.Preprocessing"/> says so. May be called from several threads at once; <see cref="Dispose"/> waits
/// for the runs that have begun.
/// </remarks>
/// <example>
/// <code>
/// using OnnxImageEmbedder embedder = new("encoder.onnx");
/// ReadOnlyMemory&lt;float&gt; vector = embedder.Embed("cat.jpg");
/// </code>
/// </example>
public sealed class OnnxImageEmbedder : IImageEmbedder
{
    private const string DefaultOutput = "features";
    private const int HashBytes = 8;

    private readonly InferenceSession _session;
    private readonly OnnxInput _input;
    private readonly string _output;
    private readonly EmbeddingRun _run;
    private readonly ReaderWriterLockSlim _use = new();
    private bool _disposed;

    /// <summary>Loads a model.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">OnnxRuntime cannot load it; the message says why.</exception>
    /// <exception cref="ArgumentException">
    /// It has not one input of images, does not say how they are prepared, or options do not fit it.
    /// </exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public OnnxImageEmbedder(string path, OnnxImageEmbedderOptions? options = null)
        : this(Read(path), Path.GetFileNameWithoutExtension(path), options)
    {
    }

    /// <summary>Loads a model from memory.</summary>
    /// <param name="model">The bytes of an ONNX file; not needed afterwards.</param>
    /// <param name="name">What the model is called in <see cref="ModelId"/> and messages.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <inheritdoc cref="OnnxImageEmbedder(string, OnnxImageEmbedderOptions?)" path="/exception"/>
    public OnnxImageEmbedder(byte[] model, string name, OnnxImageEmbedderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options = OptionsGuard.Validate(options ?? new OnnxImageEmbedderOptions(), new OnnxImageEmbedderOptionsValidator());
        _session = Load(model, name, options.Threads);
        try
        {
            _input = OnnxInput.Of(_session, options.InputLayout);
            Preprocessing = options.Preprocessing ?? OfMetadata(name);
            if (_input.Misfit(Preprocessing.Shape) is { } misfit)
                throw new ArgumentException(misfit, nameof(options));
            _output = OutputOf(options.OutputName);
            ModelId = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(model).AsSpan(0, HashBytes))}";
            _run = new EmbeddingRun(Preprocessing, _input.Layout, RunOptionsOf(options.Embedding, _input.Batch), Run);
            Dimension = DimensionOf();
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>How images are prepared.</summary>
    public ImagePreprocessing Preprocessing { get; }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>The model's name and the first 16 digits of its file's SHA-256.</summary>
    public string ModelId { get; }

    /// <inheritdoc/>
    public int InputChannels => Preprocessing.Shape.Channels;

    /// <summary>The model's metadata, by key.</summary>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _session.ModelMetadata.CustomMetadataMap;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _run.Embed(images, cancellationToken);
    }

    /// <summary>Waits for the runs that have begun, and frees the model.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _use.EnterWriteLock();
        _disposed = true;
        _use.ExitWriteLock();
        _session.Dispose();
        _use.Dispose();
    }

    private static byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.ReadAllBytes(path);
    }

    private static InferenceSession Load(byte[] model, string name, int threads)
    {
        using SessionOptions options = new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new InvalidDataException($"OnnxRuntime cannot load the model '{name}': {failure.Message}", failure);
        }
    }

    private static ImageEmbedderOptions RunOptionsOf(ImageEmbedderOptions options, int? batch)
    {
        ImageEmbedderOptions copy = options.Copy();
        copy.BatchSize = batch ?? copy.BatchSize;
        return copy;
    }

    private ImagePreprocessing OfMetadata(string name)
    {
        if (!_session.ModelMetadata.CustomMetadataMap.TryGetValue(ImagePreprocessing.MetadataKey, out string? json))
        {
            throw new ArgumentException(
                $"The model '{name}' does not say how images are prepared (metadata '{ImagePreprocessing.MetadataKey}'): "
                + $"set {nameof(OnnxImageEmbedderOptions)}.{nameof(OnnxImageEmbedderOptions.Preprocessing)}, "
                + "ImagePreprocessing.ImageNet for PyTorch's networks, ImagePreprocessing.MlNetResNet18 for ML.NET's ResNet-18.");
        }

        try
        {
            return ImagePreprocessing.FromJson(json);
        }
        catch (FormatException failure)
        {
            throw new ArgumentException($"The metadata '{ImagePreprocessing.MetadataKey}' of the model '{name}' is damaged: {failure.Message}", failure);
        }
    }

    private string OutputOf(string? wanted)
    {
        IReadOnlyList<string> names = _session.OutputNames;
        if (wanted is not null && !names.Contains(wanted))
            throw new ArgumentException($"The model has no output '{wanted}', but {string.Join(", ", names.Select(name => $"'{name}'"))}.", nameof(wanted));
        return wanted ?? (names.Contains(DefaultOutput) ? DefaultOutput : names[0]);
    }

    // Not all models say it; a run of one black image does.
    private int DimensionOf()
    {
        int[] declared = _session.OutputMetadata[_output].Dimensions;
        if (declared.Length > 1 && declared.Skip(1).All(size => size > 0))
            return declared.Skip(1).Aggregate((product, size) => checked(product * size));
        return RunOnce(new float[Preprocessing.Shape.Length * (_input.Batch ?? 1)], _input.Batch ?? 1).Length / (_input.Batch ?? 1);
    }

    private float[] Run(ImageBlock block)
    {
        if (_input.Batch is not { } batch || batch == block.Count)
            return RunOnce(block.Memory, block.Count);
        float[] images = new float[batch * Preprocessing.Shape.Length];
        block.Memory.CopyTo(images);
        return RunOnce(images, batch)[..(block.Count * Dimension)];
    }

    private float[] RunOnce(Memory<float> images, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, images, _input.Dimensions(count, Preprocessing.Shape));
            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, [_input.Name], [input], [_output]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            _use.ExitReadLock();
        }
    }
}

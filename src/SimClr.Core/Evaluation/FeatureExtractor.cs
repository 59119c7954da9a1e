using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Runs images through a frozen encoder: h = f(x) without augmentation (paper, section 2.1), the input of every evaluation.
/// </summary>
/// <remarks>
/// The encoder is borrowed. During <see cref="Extract"/> it is in evaluation mode, so batch norm uses its running statistics and does not
/// change them; afterwards each of its modules has the mode that it had. A <see cref="ResNetEncoder"/> runs with its batch norms folded
/// into its convolutions, which changes nothing but the rounding.
/// Any number of extractions may run at once with one encoder, provided that its forward pass in evaluation mode changes nothing. While a
/// training runs on another thread, <see cref="Extract"/> is refused; a progress handler that the training calls on its own thread may
/// extract.
/// </remarks>
public sealed class FeatureExtractor
{
    private readonly Encoder _encoder;
    private readonly int _batchSize;
    private readonly int _workers;
    private readonly IAugmentation? _preprocessing;
    private readonly bool _tuneAllocator;

    /// <summary>Creates an extractor.</summary>
    /// <param name="encoder">The encoder; runs on the device and in the type of its parameters.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FeatureExtractor(Encoder encoder, FeatureExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        options = OptionsGuard.Validate(options ?? new FeatureExtractorOptions(), new FeatureExtractorOptionsValidator());
        _encoder = encoder;
        _batchSize = options.BatchSize;
        _workers = options.Workers == 0 ? Environment.ProcessorCount : options.Workers;
        _preprocessing = options.Preprocessing;
        _tuneAllocator = options.TuneAllocator;
    }

    /// <summary>The features h [n, F] of all images of a source, with their labels, in order.</summary>
    /// <param name="source">The images; after the preprocessing all of one shape, with as many channels as the encoder takes.</param>
    /// <param name="cancellationToken">Stops between images and batches.</param>
    /// <exception cref="ArgumentException">
    /// The source is empty, the images differ in shape (the message names the first that does), have another number of channels than the
    /// encoder takes, or only some have labels.
    /// </exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    /// <exception cref="InvalidOperationException">
    /// The encoder returns another shape than [n, F], or a feature that is not finite; or a training of the encoder runs on another thread.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public FeatureSet Extract(IImageSource source, CancellationToken cancellationToken = default)
    {
        ImageBlockReader reader = new(source, _preprocessing, PixelLayout.Interleaved, _workers);
        if (ChannelMismatch.OfEncoder(_encoder.InputChannels, reader.Size, $"{source.NameOf(0)} is") is { } mismatch)
            throw new ArgumentException(mismatch, nameof(source));

        using KeptMemory? memory = KeptMemory.Hold(_tuneAllocator);
        int[]? labels = SourceLabels.Read(source);
        float[] features = FeatureSetChecks.Allocate(source.Count, _encoder.FeatureDimension);

        using EvaluationMode evaluationMode = new(_encoder, nameof(Extract));
        using IDisposable noGradient = no_grad();
        // Made anew each time, so that it holds the weights of now.
        using Encoder? snapshot = _encoder.CreateInferenceSnapshot();
        foreach (ImageBlock block in reader.ReadAll(_batchSize, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<float> rows = features.AsSpan(block.First * _encoder.FeatureDimension, block.Count * _encoder.FeatureDimension);
            Forward(snapshot ?? _encoder, block, reader.Size, rows);
            CheckFinite(rows, block.First, source);
        }

        return new FeatureSet(features, _encoder.FeatureDimension, labels, source.ClassNames);
    }

    private void Forward(Encoder encoder, ImageBlock block, ViewShape size, Span<float> features)
    {
        using DisposeScope scope = NewDisposeScope();
        (Device device, ScalarType type) = Placement();
        // x: [N, H, W, C] in memory, [N, C, H, W] to the encoder; libtorch sees the strides and takes its channels-last kernels.
        Tensor x = TensorTransfer.ToTensor(block.Pixels, [block.Count, size.Height, size.Width, size.Channels], device).to(type)
            .permute(0, 3, 1, 2);
        // h: [N, F]
        Tensor h = encoder.call(x);
        CheckShape(h, block.Count);
        TensorTransfer.CopyTo(h, features);
    }

    private void CheckShape(Tensor h, int count)
    {
        if (h.Dimensions != 2 || h.shape[0] != count || h.shape[1] != _encoder.FeatureDimension)
        {
            throw new InvalidOperationException(
                $"Expected features [{count}, {_encoder.FeatureDimension}] from the encoder, found [{string.Join(", ", h.shape)}].");
        }
    }

    private void CheckFinite(ReadOnlySpan<float> features, int first, IImageSource source)
    {
        int invalid = FeatureSetChecks.IndexOfNonFinite(features);
        if (invalid < 0)
            return;
        (int image, int feature) = Math.DivRem(invalid, _encoder.FeatureDimension);
        throw new InvalidOperationException(
            $"Feature {feature} of {source.NameOf(first + image)} is {features[invalid]}: the encoder has diverged or its input is not "
            + "finite.");
    }

    private (Device Device, ScalarType Type) Placement()
        => _encoder.parameters().FirstOrDefault(parameter => parameter.is_floating_point()) is { } parameter
            ? (parameter.device, parameter.dtype)
            : (CPU, ScalarType.Float32);
}

using SimClr.Core.Models;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>The layers that a read-out takes, of an encoder and the projection head on it.</summary>
internal sealed class ReadOutLayers
{
    private readonly Encoder _encoder;
    private readonly ProjectionHead? _head;
    private readonly IReadOnlyList<int> _layers;
    private readonly int _deepest;

    /// <exception cref="ArgumentException">The head has not that many layers, or there is none.</exception>
    public ReadOutLayers(Encoder encoder, ProjectionHead? head, IReadOnlyList<int> layers)
    {
        (_encoder, _layers, _deepest) = (encoder, layers, layers.Max());
        if (_deepest > 0 && head is null)
        {
            throw new ArgumentException(
                $"The read-out takes layer {_deepest} of the projection head, but there is an encoder alone: create the "
                + $"{nameof(FeatureExtractor)} with the {nameof(SimClrModel)}, or take layer 0, the encoder's output.");
        }

        if (_deepest > 0 && _deepest > head!.LayerDimensions.Count)
        {
            throw new ArgumentException(
                $"The read-out takes layer {_deepest}, but {head.GetType().Name} has {head.LayerDimensions.Count}: expected 0 (the "
                + $"encoder's output) to {head.LayerDimensions.Count} (the head's).");
        }

        // A head of which nothing is taken is left alone.
        _head = _deepest > 0 ? head : null;
        Dimensions = [.. layers.Select(layer => layer == 0 ? encoder.FeatureDimension : head!.LayerDimensions[layer - 1])];
    }

    /// <summary>The length of each layer's output, in the read-out's order.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>Holds what runs in evaluation mode.</summary>
    /// <remarks>
    /// Encoder and head each for itself: of the same two, one extraction may hold both while another holds the encoder alone.
    /// </remarks>
    public IDisposable Evaluate(string activity)
    {
        EvaluationMode encoder = new(_encoder, activity);
        if (_head is null)
            return encoder;
        try
        {
            return new BothModes(encoder, new EvaluationMode(_head, activity));
        }
        catch (InvalidOperationException)
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>The layers' outputs, [N, D] each, in the read-out's order; they belong to the present dispose scope.</summary>
    /// <param name="encoder">The encoder, or what stands for it.</param>
    /// <param name="images">[N, C, H, W]; borrowed.</param>
    public IEnumerable<Tensor> Outputs(Encoder encoder, Tensor images)
    {
        Tensor representation = encoder.call(images); // [N, F]
        Require(representation, images.shape[0], _encoder.FeatureDimension, "from the encoder");
        IReadOnlyList<Tensor> ofHead = _head?.LayerOutputs(representation, _deepest) ?? [];
        for (int layer = 1; layer <= ofHead.Count; layer++)
            Require(ofHead[layer - 1], images.shape[0], _head!.LayerDimensions[layer - 1], $"from layer {layer} of the projection head");
        return _layers.Select(layer => layer == 0 ? representation : ofHead[layer - 1]);
    }

    /// <summary>What a value that is not finite belongs to, for a message.</summary>
    /// <param name="place">Which of the read-out's layers.</param>
    public string Describe(int place)
        => _layers[place] == 0 ? "Feature" : $"Output of layer {_layers[place]} of the projection head: feature";

    private static void Require(Tensor features, long count, int dimension, string origin)
    {
        if (features.Dimensions != 2 || features.shape[0] != count || features.shape[1] != dimension)
        {
            throw new InvalidOperationException(
                $"Expected features [{count}, {dimension}] {origin}, found [{string.Join(", ", features.shape)}].");
        }
    }

    private sealed class BothModes(EvaluationMode encoder, EvaluationMode head) : IDisposable
    {
        public void Dispose()
        {
            head.Dispose();
            encoder.Dispose();
        }
    }
}

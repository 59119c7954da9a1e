using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Interop.Onnx;

/// <summary>Puts together the graph of an encoder and what is asked for above it.</summary>
/// <param name="encoder">The encoder.</param>
/// <param name="head">The projection head; null if there is none.</param>
/// <param name="options">Valid by themselves.</param>
internal sealed class OnnxGraph(Encoder encoder, ProjectionHead? head, OnnxExportOptions options)
{
    // The names that the parameters have in a model.
    private const string EncoderScope = "encoder.";
    private const string HeadScope = "projection_head.";
    private const string ClassifierScope = "classifier.";

    /// <summary>The smallest number of single precision that has all its digits.</summary>
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The one weight that may be infinite: minus infinity is the score of a class without a training image.</summary>
    public const string ClassifierBias = ClassifierScope + "bias";

    private readonly IReadOnlyList<int> _dimensions = [encoder.FeatureDimension, .. head?.LayerDimensions ?? []];

    /// <summary>The graph with all outputs.</summary>
    /// <exception cref="ArgumentException">A layer is asked for that is not there, or the classifier has another dimension.</exception>
    /// <exception cref="NotSupportedException">The encoder or the head cannot be exported.</exception>
    public InferenceGraph Build()
    {
        Check();
        InferenceGraph graph = new(encoder.InputChannels, options.Size?.Height, options.Size?.Width);
        IReadOnlyList<GraphValue> layers = Layers(graph);
        foreach (int layer in options.Layers)
            graph.Give(NameOf(layer), options.Normalize ? Normalized(graph, layers[layer]) : layers[layer], _dimensions[layer]);
        if (options.Classifier is { } classifier)
        {
            GraphValue[] taken = [.. options.ClassifierLayers.Select(layer => layers[layer])];
            graph.Give("scores", Scores(graph, classifier, taken), classifier.ClassCount);
        }

        return graph;
    }

    /// <summary>All parameters and buffers of what the graph is made of, by their names.</summary>
    public IEnumerable<(string Name, Tensor Values)> State()
    {
        IEnumerable<(string, Tensor)> states = encoder.state_dict().Select(entry => (EncoderScope + entry.Key, entry.Value));
        return Used().Max() == 0 ? states : states.Concat(head!.state_dict().Select(entry => (HeadScope + entry.Key, entry.Value)));
    }

    private void Check()
    {
        if (options.Preprocessing is { } preprocessing
            && ChannelMismatch.OfEncoder(encoder.InputChannels, preprocessing.Shape, "the preprocessing gives") is { } mismatch)
        {
            throw new ArgumentException(mismatch);
        }

        foreach (int layer in Used())
        {
            if (layer >= _dimensions.Count && head is null)
            {
                throw new ArgumentException(
                    $"Layer {layer} is one of a projection head, but there is an encoder alone: give the {nameof(SimClrModel)}, or take "
                    + "layer 0, the encoder's output.");
            }

            if (layer >= _dimensions.Count)
            {
                throw new ArgumentException(
                    $"{head!.GetType().Name} has {_dimensions.Count - 1} layers, but layer {layer} is asked for: expected 0 (the encoder's "
                    + $"output) to {_dimensions.Count - 1}.");
            }
        }

        int dimension = options.ClassifierLayers.Sum(layer => options.Classifier is null ? 0 : _dimensions[layer]);
        if (options.Classifier is { } classifier && classifier.Dimension != dimension)
        {
            throw new ArgumentException(
                $"The classifier takes {classifier.Dimension} features, but layers {string.Join(", ", options.ClassifierLayers)} give "
                + $"{dimension}: set {nameof(OnnxExportOptions)}.{nameof(OnnxExportOptions.ClassifierLayers)} to those that it was fitted to.");
        }
    }

    private IEnumerable<int> Used() => options.Classifier is null ? options.Layers : options.Layers.Concat(options.ClassifierLayers);

    private IReadOnlyList<GraphValue> Layers(InferenceGraph graph)
    {
        graph.Scope = EncoderScope;
        GraphValue representation = encoder.Describe(graph, graph.Images);
        RequireOf(graph, encoder, representation);
        int deepest = Used().Max();
        // A head of which nothing is taken is left alone.
        if (deepest == 0)
            return [representation];
        graph.Scope = HeadScope;
        IReadOnlyList<GraphValue> ofHead = head!.DescribeLayers(graph, representation, deepest);
        foreach (GraphValue layer in ofHead)
            RequireOf(graph, head, layer);
        return [representation, .. ofHead];
    }

    private static void RequireOf(InferenceGraph graph, nn.Module module, GraphValue? value)
    {
        if (value?.Graph != graph)
        {
            throw new NotSupportedException(
                $"{module.GetType().Name}.{nameof(Encoder.Describe)} must give a value of the graph that it got, but gave "
                + $"{(value is null ? "null" : $"{value}, which is one of another graph")}.");
        }
    }

    private string NameOf(int layer)
        => layer == 0 ? "features" : layer == _dimensions.Count - 1 ? "embedding" : $"layer{layer}";

    // As UnitLength: divided by the greatest magnitude first, so that the squares can neither overflow nor vanish; zeros stay zeros.
    private static GraphValue Normalized(InferenceGraph graph, GraphValue values)
    {
        GraphValue smallest = graph.Number(SmallestNormal);
        GraphValue greatest = Rows("ReduceMax", graph.Operation("Abs", [values]));
        GraphValue scaled = graph.Operation("Div", [values, graph.Operation("Max", [greatest, smallest])]);
        return graph.Operation("Div", [scaled, graph.Operation("Max", [Rows("ReduceL2", scaled), smallest])]);

        GraphValue Rows(string type, GraphValue of)
            => graph.Operation(type, [of], new GraphAttribute("axes", [1]), new GraphAttribute("keepdims", 1)); // [N, 1]
    }

    private static GraphValue Scores(InferenceGraph graph, LinearClassifier classifier, GraphValue[] layers)
    {
        graph.Scope = ClassifierScope;
        GraphValue input = layers.Length == 1 ? layers[0] : graph.Concatenate(layers, axis: 1); // [N, F]
        long[] shape = [classifier.ClassCount, classifier.Dimension];
        GraphValue weight = graph.Weight("weight", shape, () => TensorTransfer.ToTensor(classifier.Weights, shape, CPU));
        GraphValue bias = graph.Weight("bias", shape[..1], () => TensorTransfer.ToTensor(classifier.Bias, shape[..1], CPU));
        return graph.Dense(input, weight, bias);
    }
}

using SimClr.Core.Models.Inference;
using static TorchSharp.torch;

namespace SimClr.Core.Interop.Onnx;

/// <summary>
/// The messages of a model, with the field numbers of the ONNX specification (onnx.proto, IR version 8). Repeated numbers stand one by one,
/// as there, not packed.
/// </summary>
internal static class OnnxModel
{
    /// <summary>The version of the file's format: that of ONNX 1.10 to 1.12, which every runtime since then reads.</summary>
    public const long IrVersion = 8;

    /// <summary>The version of the operators: the first with layer normalization.</summary>
    public const long OperatorSet = 17;

    public const string Producer = "SimClr.Core";

    private const long SinglePrecision = 1; // TensorProto.DataType
    private const long Integer64 = 7;
    private const long FloatAttribute = 1; // AttributeProto.AttributeType
    private const long IntegerAttribute = 2;
    private const long IntegersAttribute = 7;

    /// <summary>ModelProto.</summary>
    /// <param name="graph">The network; its weights are asked for when the message is written.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="version">The producer's version.</param>
    /// <param name="metadata">In the order in which it is written.</param>
    public static ProtobufMessage Of(
        InferenceGraph graph, string name, string version, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ProtobufMessage model = new ProtobufMessage().Add(1, IrVersion).Add(2, Producer).Add(3, version).Add(7, Graph(graph, name))
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet));
        foreach ((string key, string value) in metadata)
            model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        return model;
    }

    // GraphProto
    private static ProtobufMessage Graph(InferenceGraph graph, string name)
    {
        ProtobufMessage message = new();
        foreach (GraphOperation operation in graph.Operations)
            message.Add(1, Node(operation));
        message.Add(2, name);
        foreach (GraphWeight weight in graph.Weights)
            message.Add(5, Tensor(weight));
        message.Add(11, Value(graph.Images, "batch", graph.Channels, graph.Height ?? (object)"height", graph.Width ?? (object)"width"));
        foreach ((GraphValue value, int dimension) in graph.Outputs)
            message.Add(12, Value(value, "batch", dimension));
        return message;
    }

    // NodeProto
    private static ProtobufMessage Node(GraphOperation operation)
    {
        ProtobufMessage message = new();
        foreach (GraphValue input in operation.Inputs)
            message.Add(1, input.Name);
        foreach (GraphValue output in operation.Outputs)
            message.Add(2, output.Name);
        message.Add(3, operation.Name).Add(4, operation.Type);
        foreach (GraphAttribute attribute in operation.Attributes)
            message.Add(5, Attribute(attribute));
        return message;
    }

    // AttributeProto
    private static ProtobufMessage Attribute(GraphAttribute attribute)
    {
        ProtobufMessage message = new ProtobufMessage().Add(1, attribute.Name);
        switch (attribute.Value)
        {
            case float number:
                return message.Add(2, number).Add(20, FloatAttribute);
            case long number:
                return message.Add(3, number).Add(20, IntegerAttribute);
            default:
                foreach (long number in (long[])attribute.Value)
                    message.Add(8, number);
                return message.Add(20, IntegersAttribute);
        }
    }

    // TensorProto
    private static ProtobufMessage Tensor(GraphWeight weight)
    {
        ProtobufMessage message = new();
        foreach (long length in weight.Shape)
            message.Add(1, length);
        return message.Add(2, weight.Type == ScalarType.Int64 ? Integer64 : SinglePrecision)
            .Add(8, weight.Value.Name)
            .Add(9, weight.Bytes, stream => weight.Use(values => TensorBytes.Read(values, stream.Write)));
    }

    // ValueInfoProto, with TypeProto, its Tensor and TensorShapeProto inside
    private static ProtobufMessage Value(GraphValue value, params ReadOnlySpan<object> sides)
    {
        ProtobufMessage shape = new();
        foreach (object side in sides)
            shape.Add(1, side is string open ? new ProtobufMessage().Add(2, open) : new ProtobufMessage().Add(1, (int)side));
        ProtobufMessage tensor = new ProtobufMessage().Add(1, SinglePrecision).Add(2, shape);
        return new ProtobufMessage().Add(1, value.Name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}

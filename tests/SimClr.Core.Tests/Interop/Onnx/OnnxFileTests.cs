using System.Runtime.InteropServices;
using System.Text.Json;
using Onnx;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>What stands in a file, read with the messages that others generated from ONNX's own definition.</summary>
public sealed class OnnxFileTests
{
    private static OnnxExportOptions Square => new() { Height = 16 };

    [Fact]
    public void Save_Encoder_WritesVersionsNamesAndShapes()
    {
        using ResNetEncoder encoder = Encoder();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxBytes.Of(encoder, new() { Height = 16, Width = 24 }));

        model.IrVersion.Should().Be(8);
        model.OpsetImport.Should().ContainSingle().Which.Should().Be(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.ProducerName.Should().Be("SimClr.Core");
        model.ProducerVersion.Should().MatchRegex(@"^\d+\.\d+\.\d+");
        model.Graph.Name.Should().Be(nameof(ResNetEncoder));
        model.Graph.Input.Select(Text).Should().Equal("images Float[batch,3,16,24]");
        model.Graph.Output.Select(Text).Should().Equal("features Float[batch,32]");
        model.MetadataProps.Select(entry => entry.Key).Should().Equal("simclr.version");
        model.MetadataProps[0].Value.Should().Be(model.ProducerVersion);
    }

    [Fact]
    public void Save_DynamicSize_WritesOpenSides()
    {
        using ResNetEncoder encoder = Encoder();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxBytes.Of(encoder, new() { DynamicSize = true }));
        model.Graph.Input.Select(Text).Should().Equal("images Float[batch,3,height,width]");
    }

    [Fact]
    public void Save_Weights_HaveTheirParametersNamesShapesAndNumbers()
    {
        using ResNetEncoder encoder = Encoder();
        GraphProto graph = ModelProto.Parser.ParseFrom(OnnxBytes.Of(encoder, Square)).Graph;

        // A convolution of the encoder is one of the file, which has its batch norm in its weights and its bias.
        Dictionary<string, Tensor> kernels = encoder.state_dict().Where(entry => entry.Value.Dimensions == 4)
            .ToDictionary(entry => $"encoder.{entry.Key}", entry => entry.Value);
        Dictionary<string, TensorProto> written = graph.Initializer.ToDictionary(weight => weight.Name);
        written.Keys.Should().BeEquivalentTo(kernels.Keys.Concat(kernels.Keys.Select(name => name.Replace(".weight", ".bias"))));
        graph.Node.Count(node => node.OpType == "Conv").Should().Be(kernels.Count);
        foreach ((string name, Tensor kernel) in kernels)
        {
            written[name].Dims.Should().Equal(kernel.shape);
            written[name].DataType.Should().Be((int)TensorProto.Types.DataType.Float);
            written[name].RawData.Length.Should().Be((int)kernel.numel() * sizeof(float));
        }

        // Epsilon is 1e-5; mean, shift and variance are those of a new batch norm.
        float[] first = MemoryMarshal.Cast<byte, float>(written["encoder.conv1.weight"].RawData.Span).ToArray();
        using Tensor expected = encoder.state_dict()["conv1.weight"] / Math.Sqrt(1 + 1e-5);
        float[] parameters = expected.contiguous().data<float>().ToArray();
        first.Zip(parameters, (actual, parameter) => Math.Abs(actual - parameter)).Max().Should().BeLessThan(1e-6f);
        MemoryMarshal.Cast<byte, float>(written["encoder.conv1.bias"].RawData.Span).ToArray().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void Save_Nodes_AreInOrderAndHaveNamesOfTheirOwn()
    {
        using SimClrModel model = new(Encoder(), new MlpProjectionHead(32));
        GraphProto graph = ModelProto.Parser.ParseFrom(OnnxBytes.Of(model, new() { Height = 16, Layers = [0, 2], Normalize = true })).Graph;
        HashSet<string> known = [.. graph.Initializer.Select(weight => weight.Name), "images"];
        foreach (NodeProto node in graph.Node)
        {
            known.Should().Contain(node.Input);
            node.Output.Should().OnlyContain(output => known.Add(output));
        }

        graph.Node.Select(node => node.Name).Should().OnlyHaveUniqueItems();
        graph.Node.Where(node => node.OpType == "BatchNormalization").Should().BeEmpty();
        graph.Output.Select(Text).Should().Equal("features Float[batch,32]", "embedding Float[batch,128]");
    }

    [Fact]
    public void Save_Metadata_IsWrittenSortedWithTheClasses()
    {
        using ResNetEncoder encoder = Encoder();
        string[] names = ["cat", "Kätzchen", "a \"dog\""];
        OnnxExportOptions options = new()
        {
            Height = 16,
            Classifier = new LinearClassifier(new float[3 * 32], [0, 1, 2], CPU) { L2 = 0, Candidates = [], Converged = true },
            ClassNames = names,
            Metadata = new Dictionary<string, string> { ["size"] = "32", ["mean"] = "0.5, 0.5, 0.5", ["empty"] = "" },
        };

        ModelProto model = ModelProto.Parser.ParseFrom(OnnxBytes.Of(encoder, options));

        model.MetadataProps.Select(entry => entry.Key).Should().Equal("empty", "mean", "simclr.classes", "simclr.version", "size");
        Dictionary<string, string> metadata = model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        metadata["mean"].Should().Be("0.5, 0.5, 0.5");
        metadata["simclr.classes"].Should().Contain("Kätzchen");
        JsonSerializer.Deserialize<string[]>(metadata["simclr.classes"]).Should().Equal(names);
        model.Graph.Output.Select(Text).Should().Equal("features Float[batch,32]", "scores Float[batch,3]");
    }

    [Fact]
    public void Save_ClassesWithoutNames_WritesNone()
    {
        using ResNetEncoder encoder = Encoder();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxBytes.Of(encoder, new() { Height = 16, ClassNames = [] }));
        model.MetadataProps.Select(entry => entry.Key).Should().Equal("simclr.version");
    }

    [Fact]
    public void Save_FileAndStreamAndAgain_GiveTheSameBytes()
    {
        using TemporaryFolder folder = new();
        using SimClrModel model = new(Encoder(), new MlpProjectionHead(32));
        OnnxExportOptions options = new() { Height = 16, Layers = [0, 1, 2] };
        string path = folder.Write("model.onnx", "what was there before");
        OnnxExporter.Save(model, path, options);
        byte[] bytes = File.ReadAllBytes(path);
        bytes.Should().Equal(OnnxBytes.Of(model, options)).And.Equal(OnnxBytes.Of(model, options));
        OnnxExporter.Save(model.Encoder, path, Square);
        File.ReadAllBytes(path).Should().Equal(OnnxBytes.Of(model.Encoder, Square));
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }

    [Fact]
    public void Save_Network_IsUntouched()
    {
        using ResNetEncoder encoder = Encoder();
        encoder.train();
        float[] before = SmallModel.Weights(encoder);
        OnnxBytes.Of(encoder, Square);
        SmallModel.Weights(encoder).Should().Equal(before);
        encoder.modules().Should().OnlyContain(module => module.training);
    }

    [Fact]
    public void Save_Weights_AreMadeOneAtATimeAndLeaveNothing()
    {
        using ResNetEncoder encoder = Encoder();
        OnnxBytes.Of(encoder, Square);
        encoder.parameters().Should().HaveCountGreaterThan(30);
        long before = LiveTensors.Count();
        using CountingStream stream = new();
        OnnxExporter.Save(encoder, stream, Square);
        LiveTensors.Count().Should().Be(before);
        // A weight, and what it is computed from: scale, shift and what lies between.
        (stream.MostTensors - before).Should().BeInRange(1, 16);
    }

    private static ResNetEncoder Encoder() => new(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 16.0, Stem = ResNetStem.Cifar }, seed: 3);

    private static string Text(ValueInfoProto value)
    {
        TypeProto.Types.Tensor tensor = value.Type.TensorType;
        IEnumerable<string> sides = tensor.Shape.Dim.Select(side => side.DimParam.Length > 0 ? side.DimParam : $"{side.DimValue}");
        return $"{value.Name} {(TensorProto.Types.DataType)tensor.ElemType}[{string.Join(',', sides)}]";
    }

    /// <summary>Cannot seek, and counts tensors whenever it is written to.</summary>
    private sealed class CountingStream : Stream
    {
        public long MostTensors { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => MostTensors = Math.Max(MostTensors, LiveTensors.Count());

        public override void Write(ReadOnlySpan<byte> buffer) => Write([], 0, buffer.Length);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

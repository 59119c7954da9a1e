using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Outside;

/// <summary>The mean of each channel, scaled: an encoder that can be written as ONNX.</summary>
internal sealed class ExportedEncoder : Encoder
{
    private readonly Parameter scale;

    public ExportedEncoder() : base(nameof(ExportedEncoder), inputChannels: 3, featureDimension: 3)
    {
        scale = new Parameter(arange(1, 4).to(ScalarType.Float32));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        return nn.functional.elu(input.mean([2, 3]) * scale, 1);
    }

    public override GraphValue Describe(InferenceGraph graph, GraphValue images)
        => graph.Operation("Elu", [graph.Multiply(graph.GlobalAverage(images), graph.Weight(nameof(scale), scale))]);
}

internal static class ExportedEncoderRun
{
    public static void Save(string file)
    {
        using ExportedEncoder encoder = new();
        OnnxExporter.Save(encoder, file, new OnnxExportOptions { DynamicSize = true });
        SmallRun.Print("bytes", new FileInfo(file).Length);
    }
}

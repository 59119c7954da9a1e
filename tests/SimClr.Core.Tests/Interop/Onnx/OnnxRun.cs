using Microsoft.ML.OnnxRuntime;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>A written network in OnnxRuntime.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRun(byte[] model)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1 };
        _session = new InferenceSession(model, options);
    }

    public IReadOnlyList<string> Outputs => _session.OutputNames;

    public static OnnxRun Of(Encoder encoder, OnnxExportOptions options) => new(OnnxBytes.Of(encoder, options));

    public static OnnxRun Of(SimClrModel model, OnnxExportOptions options) => new(OnnxBytes.Of(model, options));

    /// <summary>An output for images, in single precision; owned by the caller.</summary>
    public Tensor Run(Tensor images, string output = "features")
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(TensorTransfer.ToArray(images), images.shape);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, ["images"], [input], [output]);
        long[] shape = results[0].GetTensorTypeAndShape().Shape;
        return TensorTransfer.ToTensor(results[0].GetTensorDataAsSpan<float>(), shape, CPU);
    }

    public void Dispose() => _session.Dispose();
}

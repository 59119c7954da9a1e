using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>Files in memory.</summary>
internal static class OnnxBytes
{
    public static byte[] Of(Encoder encoder, OnnxExportOptions options)
    {
        using MemoryStream stream = new();
        OnnxExporter.Save(encoder, stream, options);
        return stream.ToArray();
    }

    public static byte[] Of(SimClrModel model, OnnxExportOptions options)
    {
        using MemoryStream stream = new();
        OnnxExporter.Save(model, stream, options);
        return stream.ToArray();
    }
}

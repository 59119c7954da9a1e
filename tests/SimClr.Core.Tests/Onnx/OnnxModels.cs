using System.Reflection;

namespace SimClr.Core.Tests.Onnx;

/// <summary>ONNX files that others made.</summary>
internal static class OnnxModels
{
    /// <summary>ML.NET's ResNet-18 trained on ImageNet: IR 3, opset 8, one image at a time.</summary>
    public static string ImageNet { get; } = Path.Combine(Metadata("PackagesFolder"), Metadata("ImageNetModelFile"));

    private static string Metadata(string key)
        => typeof(OnnxModels).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}

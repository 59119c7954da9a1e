using System.Reflection;

namespace SimClr.Core.Tests.Onnx;

/// <summary>ONNX files that others made.</summary>
internal static class OnnxModels
{
    /// <summary>ML.NET's ResNet-18 trained on ImageNet: IR 3, opset 8, one image at a time.</summary>
    public static string ImageNet { get; } = Path.Combine(
        typeof(OnnxModels).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PackagesFolder").Value!,
        "microsoft.ml.dnnimagefeaturizer.resnet18",
        "0.23.1",
        "tools",
        "DnnImageModels",
        "ResNet18Onnx",
        "ResNet18.onnx");
}

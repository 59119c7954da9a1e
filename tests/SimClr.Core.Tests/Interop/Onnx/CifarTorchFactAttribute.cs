namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>A test with real images in torchvision; skipped where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CifarTorchFactAttribute : FactAttribute
{
    public CifarTorchFactAttribute() => Skip = new CifarFactAttribute().Skip ?? new PythonTorchFactAttribute().Skip;
}

using SimClr.Core.Tests.Conventions;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>A test with real images; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CifarFactAttribute : FactAttribute
{
    public CifarFactAttribute()
    {
        if (!File.Exists(Archive))
            Skip = "CIFAR-10 as JPEG files (shared/data/cifar10-jpeg.tar.gz beside the repository) is not there.";
    }

    /// <summary>Files train/CLASS/0000.jpg and so on.</summary>
    public static string Archive => Path.GetFullPath(Path.Combine(SourceFiles.Repository, "..", "shared", "data", "cifar10-jpeg.tar.gz"));
}

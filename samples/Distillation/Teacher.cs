using System.Reflection;

namespace SimClr.Core.Samples.Distillation;

/// <summary>ML.NET's ResNet-18, a file of a NuGet package.</summary>
internal static class Teacher
{
    public static string Path { get; } = typeof(Teacher).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == nameof(Teacher)).Value!;
}

using System.Reflection;

namespace SimClr.Core.Samples.MapImages;

/// <summary>ML.NET's ResNet-18, a file of a NuGet package.</summary>
internal static class Network
{
    public static string Path { get; } = typeof(Network).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == nameof(Network)).Value!;
}

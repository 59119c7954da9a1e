using System.Reflection;
using SimClr.Core.Augmentation;

namespace SimClr.Core.Samples.MapImages;

/// <summary>ML.NET's ResNet-18, a file of a NuGet package.</summary>
internal static class Network
{
    public static string Path { get; } = typeof(Network).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == nameof(Network)).Value!;

    /// <summary>As ML.NET prepares images for it: the whole image, blue, green, red from 0 to 255, less their means.</summary>
    public static ImagePreprocessing Preprocessing { get; } = new(
        new ViewShape(3, 224, 224),
        new Resize(224, 224),
        new Normalize([123.15f / 255, 115.90f / 255, 103.06f / 255], [1 / 255f, 1 / 255f, 1 / 255f]),
        new ReverseChannels());
}

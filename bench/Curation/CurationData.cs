using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Onnx;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>Images and their vectors by ML.NET's ResNet-18, which are kept in files: the network takes longer than all that is measured.</summary>
internal static class CurationData
{
    /// <summary>Images that several commands take: CIFAR's binary files, or train/ and test/ with a folder for each class.</summary>
    public static Option<DirectoryInfo> Folder { get; } = new("--data") { Description = "Folder with train/ and test/, or CIFAR's binary files.", Required = true };

    /// <summary>Where vectors are kept.</summary>
    public static Option<DirectoryInfo> Cache { get; } = new("--cache") { Description = "Folder that keeps vectors from one run to the next.", Required = true };

    /// <summary>What gives the vectors.</summary>
    public static Option<FileInfo?> Checkpoint { get; } = new("--model") { Description = "A checkpoint of SimClr.Core in place of ML.NET's ResNet-18." };

    private static string ImageNetModel { get; } = typeof(CurationData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "ImageNetModel").Value!;

    /// <summary>The images of one split; so many, evenly spread over the classes.</summary>
    public static SubsetSource Images(DirectoryInfo folder, DatasetSplit split, int count)
    {
        ImageDataset data = ImageDataset.Open(folder.FullName);
        IImageSource source = split == DatasetSplit.Test ? data.Test ?? throw new ArgumentException($"{folder} has no test images.") : data.Training;
        count = Math.Min(count, source.Count);
        return new SubsetSource(source, [.. Enumerable.Range(0, count).Select(i => (int)((long)i * source.Count / count))]);
    }

    /// <summary>Their vectors, from a file if they were made before.</summary>
    /// <param name="cache">The folder of such files.</param>
    /// <param name="name">Of the file, without the number of images.</param>
    /// <param name="images">The images.</param>
    /// <param name="checkpoint">A checkpoint; null takes ML.NET's ResNet-18.</param>
    public static EmbeddingSet Vectors(DirectoryInfo cache, string name, IImageSource images, FileInfo? checkpoint = null)
    {
        string path = Path.Combine(cache.FullName, $"{name}-{images.Count}{(checkpoint is null ? "" : "-checkpoint")}.npz");
        if (File.Exists(path))
            return EmbeddingSet.Load(path);
        cache.Create();
        long start = Stopwatch.GetTimestamp();
        using IImageEmbedder embedder = checkpoint is null
            ? new OnnxImageEmbedder(ImageNetModel, new OnnxImageEmbedderOptions { Preprocessing = ImagePreprocessing.MlNetResNet18 })
            : ImageEmbedder.Load(checkpoint.FullName);
        EmbeddingSet vectors = EmbeddingSet.Of(embedder, images);
        Console.WriteLine($"The network took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s for {images.Count} images.");
        vectors.Save(path);
        return vectors;
    }
}

using SimClr.Core.Augmentation;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Onnx;

namespace SimClr.Tool.Collections;

/// <summary>What turns pictures into vectors.</summary>
internal static class Models
{
    private static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "models", "imagenet-resnet18.onnx");

    // As ML.NET, whose file it is, prepares images for it: blue, green, red from 0 to 255, less their means.
    private static readonly ImagePreprocessing BuiltInPreprocessing = new(
        new ViewShape(3, 224, 224),
        new Resize(224, 224),
        new Normalize([123.15f / 255, 115.90f / 255, 103.06f / 255], [1 / 255f, 1 / 255f, 1 / 255f]),
        new ReverseChannels());

    /// <summary>Opens a model; the caller disposes it.</summary>
    /// <param name="file">A checkpoint or an ONNX file; null for the one that comes with the program.</param>
    /// <param name="threads">Threads that compute.</param>
    public static IImageEmbedder Open(FileSystemInfo? file, int threads)
    {
        ImageEmbedderOptions embedding = new() { Workers = threads };
        if (file is null)
            return new OnnxImageEmbedder(BuiltIn, new() { Preprocessing = BuiltInPreprocessing, Threads = threads, Embedding = embedding });
        return file.Extension.Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? new OnnxImageEmbedder(file.FullName, new() { Threads = threads, Embedding = embedding })
            : ImageEmbedder.Load(file.FullName, embedding);
    }
}

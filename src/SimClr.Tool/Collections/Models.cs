using SimClr.Core.Augmentation;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Onnx;

namespace SimClr.Tool.Collections;

/// <summary>What turns pictures into vectors.</summary>
internal static class Models
{
    private static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "models", "imagenet-resnet18.onnx");

    /// <summary>Opens a model; the caller disposes it.</summary>
    /// <param name="file">A checkpoint or an ONNX file; null for the one that comes with the program.</param>
    /// <param name="threads">Threads that compute.</param>
    public static IImageEmbedder Open(FileSystemInfo? file, int threads)
    {
        ImageEmbedderOptions embedding = new() { Workers = threads };
        if (file is null)
            return new OnnxImageEmbedder(BuiltIn, new() { Preprocessing = ImagePreprocessing.MlNetResNet18, Threads = threads, Embedding = embedding });
        return file.Extension.Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? new OnnxImageEmbedder(file.FullName, new() { Threads = threads, Embedding = embedding })
            : ImageEmbedder.Load(file.FullName, embedding);
    }
}

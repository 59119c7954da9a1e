using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Validation;

namespace SimClr.Core.Onnx;

/// <summary>Options of <see cref="OnnxImageEmbedder"/>.</summary>
public sealed class OnnxImageEmbedderOptions
{
    /// <summary>
    /// How images are prepared. Default null: as the model's metadata says, which is there if SimClr.Core exported it. A model from
    /// elsewhere needs it; <see cref="ImagePreprocessing.ImageNet"/> fits most.
    /// </summary>
    public ImagePreprocessing? Preprocessing { get; set; }

    /// <summary>
    /// The output that is taken. Default null: <c>features</c> if there is one, else the model's first. All dimensions behind the batch
    /// become one vector.
    /// </summary>
    public string? OutputName { get; set; }

    /// <summary>
    /// The order of the input's dimensions: <see cref="PixelLayout.Planar"/> is [N, C, H, W], as PyTorch's models have it,
    /// <see cref="PixelLayout.Interleaved"/> [N, H, W, C], as TensorFlow's. Default null: recognized by where the model has 1, 3 or 4
    /// channels.
    /// </summary>
    public PixelLayout? InputLayout { get; set; }

    /// <summary>Images in one run, at least 1; a model whose batch is fixed takes so many. Default 64.</summary>
    [InRange(1, 65_536)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Threads that read and prepare images; the vectors do not depend on it. Default 0: one per processor. Range 0 to 1024.</summary>
    [InRange(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Threads of OnnxRuntime within one operation. Default 0: one per core. Range 0 to 1024.</summary>
    [InRange(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Whether vectors are scaled to unit length, so that their dot product is the cosine similarity. Default false.</summary>
    public bool Normalize { get; set; }
}

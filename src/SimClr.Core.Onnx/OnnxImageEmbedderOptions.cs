using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Validation;

namespace SimClr.Core.Onnx;

/// <summary>Options of <see cref="OnnxImageEmbedder"/>.</summary>
public sealed class OnnxImageEmbedderOptions
{
    /// <summary>
    /// How images are prepared. Default null: as the model's metadata says, which is there if SimClr.Core exported it. A model from
    /// elsewhere needs it; <see cref="ImagePreprocessing.ImageNet"/> fits PyTorch's, <see cref="ImagePreprocessing.MlNetResNet18"/> ML.NET's.
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

    /// <summary>
    /// Images in one run, threads that prepare them and whether vectors are normalized, as of all embedders; by default as
    /// <see cref="ImageEmbedderOptions"/> says. A model whose batch is fixed takes that many images.
    /// </summary>
    [Required]
    [ValidateObjectMembers(typeof(ImageEmbedderOptionsValidator))]
    public ImageEmbedderOptions Embedding { get; set; } = new();

    /// <summary>Threads of OnnxRuntime within one operation. Default 0: one per core. Range 0 to 1024.</summary>
    [InRange(0, 1024)]
    public int Threads { get; set; }
}

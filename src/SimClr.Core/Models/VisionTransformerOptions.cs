using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Models;

/// <summary>Options of a <see cref="VisionTransformerEncoder"/>. The defaults suit images of 32 pixels.</summary>
public sealed class VisionTransformerOptions : IValidatableObject
{
    /// <summary>
    /// Side of the images that the position embeddings are learned for, a multiple of <see cref="PatchSize"/>. Images of other sides, the
    /// small views of a multi-crop say, get resampled embeddings. Default 32; range 1 to 4096.
    /// </summary>
    [InRange(1, 4096)]
    public int ImageSize { get; set; } = 32;

    /// <summary>Side of a patch in pixels. Default 4, which makes 64 patches of 32 x 32 pixels; range 1 to 1024.</summary>
    [InRange(1, 1024)]
    public int PatchSize { get; set; } = 4;

    /// <summary>Number of transformer blocks. Default 6; range 1 to 1024.</summary>
    [InRange(1, 1024)]
    public int Depth { get; set; } = 6;

    /// <summary>Length of a token and of the representation h, a multiple of <see cref="Heads"/>. Default 192; range 1 to 65536.</summary>
    [InRange(1, 65536)]
    public int Width { get; set; } = 192;

    /// <summary>Number of attention heads. Default 3; range 1 to 1024.</summary>
    [InRange(1, 1024)]
    public int Heads { get; set; } = 3;

    /// <summary>
    /// Width of a block's hidden layer by that of its tokens; the product must be at least 1, its fraction is dropped. Default 4.
    /// Range 0.001 to 64.
    /// </summary>
    [InRange(0.001, 64.0)]
    public double MlpRatio { get; set; } = 4;

    /// <summary>What the representation is made of. Default <see cref="VisionTransformerPooling.ClassToken"/>.</summary>
    [Defined]
    public VisionTransformerPooling Pooling { get; set; } = VisionTransformerPooling.ClassToken;

    /// <summary>Channels of the images. Default 3; range 1 to 1024.</summary>
    [InRange(1, 1024)]
    public int InputChannels { get; set; } = 3;

    /// <summary>
    /// Arithmetic of the dense layers and of attention; layer norms and the tokens between the blocks stay in single precision.
    /// Default <see cref="Precision.Float32"/>.
    /// </summary>
    [Defined]
    public Precision Precision { get; set; } = Precision.Float32;

    /// <summary>Width of a block's hidden layer.</summary>
    internal int HiddenWidth => (int)(Width * MlpRatio);

    /// <summary>ViT-Ti (Touvron et al. 2021): 12 blocks of width 192 with 3 heads.</summary>
    /// <param name="imageSize">Side of the images, a multiple of the patch size.</param>
    /// <param name="patchSize">Side of a patch.</param>
    public static VisionTransformerOptions Tiny(int imageSize = 224, int patchSize = 16) => Create(imageSize, patchSize, width: 192, heads: 3);

    /// <summary>ViT-S (Touvron et al. 2021): 12 blocks of width 384 with 6 heads.</summary>
    /// <param name="imageSize">Side of the images, a multiple of the patch size.</param>
    /// <param name="patchSize">Side of a patch.</param>
    public static VisionTransformerOptions Small(int imageSize = 224, int patchSize = 16) => Create(imageSize, patchSize, width: 384, heads: 6);

    /// <summary>ViT-B (Dosovitskiy et al. 2021): 12 blocks of width 768 with 12 heads.</summary>
    /// <param name="imageSize">Side of the images, a multiple of the patch size.</param>
    /// <param name="patchSize">Side of a patch.</param>
    public static VisionTransformerOptions Base(int imageSize = 224, int patchSize = 16) => Create(imageSize, patchSize, width: 768, heads: 12);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (PatchSize > 0 && ImageSize % PatchSize != 0)
            yield return new($"it must be a multiple of PatchSize, but {ImageSize} is none of {PatchSize}.", [nameof(ImageSize)]);
        if (Heads > 0 && Width % Heads != 0)
            yield return new($"it must be a multiple of Heads, but {Width} is none of {Heads}.", [nameof(Width)]);
        if (Width > 0 && Width * MlpRatio is < 1 or > int.MaxValue)
            yield return new($"with Width it must give a hidden layer, but {MlpRatio} x {Width} = {MlpRatio * Width}.", [nameof(MlpRatio)]);
    }

    private static VisionTransformerOptions Create(int imageSize, int patchSize, int width, int heads)
        => new() { ImageSize = imageSize, PatchSize = patchSize, Depth = 12, Width = width, Heads = heads };
}

namespace SimClr.Core.Models;

/// <summary>What of a vision transformer's tokens is the representation h.</summary>
public enum VisionTransformerPooling
{
    /// <summary>The class token, a learned one beside those of the patches, after the last layer norm (Dosovitskiy et al. 2021).</summary>
    ClassToken,

    /// <summary>The mean of the patches' tokens, then a layer norm; there is no class token (timm's global_pool='avg').</summary>
    Mean,
}

namespace SimClr.Core.Models;

/// <summary>The arithmetic of an encoder's layers.</summary>
public enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>
    /// Convolutions, linear layers and activations in bfloat16; master weights, batch-norm parameters and statistics, the
    /// representation h, the loss and the optimiser in single precision.
    /// </summary>
    BFloat16,
}

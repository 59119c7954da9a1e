namespace SimClr.Core.Models;

/// <summary>The arithmetic of an encoder's layers.</summary>
public enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>
    /// Convolutions and activations in bfloat16; master weights, batch-norm parameters and statistics, the representation h, the
    /// projection head, the loss and the optimizer in single precision.
    /// </summary>
    BFloat16,

    /// <summary>
    /// <see cref="BFloat16"/> where the processor has instructions for it, so that it pays; else <see cref="Float32"/>. Decided by the
    /// processor's features, not by a timing, so that a machine always decides alike.
    /// </summary>
    Auto,
}

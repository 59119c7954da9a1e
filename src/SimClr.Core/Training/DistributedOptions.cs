using SimClr.Core.Models;
using SimClr.Core.Validation;

namespace SimClr.Core.Training;

/// <summary>How several processes train one model; see <see cref="Trainer.Collective"/>.</summary>
public sealed class DistributedOptions
{
    /// <summary>
    /// Whether batch norm of this library's encoders and heads takes mean and variance over the images of all ranks, as the paper does
    /// (section 2.1, "global BN"): results are then those of one process. False: each rank takes its own images, and the running statistics
    /// are the mean of the ranks'. So it always is with torch's own batch norm in a <see cref="ModuleEncoder"/>. Default true.
    /// </summary>
    public bool SynchronizeBatchNorm { get; set; } = true;

    /// <summary>
    /// Whether gradients are exchanged in bfloat16: half the bytes, each rank's gradient rounded to 8 significant bits, the sum in single
    /// precision rounded likewise. Default false: exchanged as they are.
    /// </summary>
    public bool ExchangeInBFloat16 { get; set; }

    /// <summary>Gradients of about so many bytes are exchanged together. Default 4 MiB. Range 1 to 2,147,483,647.</summary>
    [InRange(1, int.MaxValue)]
    public int BucketBytes { get; set; } = 1 << 22;

    internal DistributedOptions Copy() => (DistributedOptions)MemberwiseClone();
}

using SimClr.Core.Validation;

namespace SimClr.Core.Distillation;

/// <summary>Options of <see cref="DistillationTask"/>, as the builder takes them.</summary>
public sealed class DistillationOptions
{
    /// <summary>t: the lower, the more the images weigh that the teacher finds most alike. Default 0.1; range 1e-6 to 1e6.</summary>
    [InRange(1e-6, 1e6)]
    public double Temperature { get; set; } = 0.1;

    /// <summary>
    /// How many images of the whole set, at even distances, are negatives in every step beside those of the batch. Default 4096, or all if
    /// there are fewer; 0 for none. Range 0 to 1048576.
    /// </summary>
    [InRange(0, 1 << 20)]
    public int BankSize { get; set; } = 4096;
}

using SimClr.Core.Validation;

namespace SimClr.Core.Distillation;

/// <summary>Options of <see cref="DistillationTask"/>, as the builder takes them.</summary>
public sealed class DistillationOptions
{
    /// <summary>t: the lower, the more the images weigh that the teacher finds most alike. Default 0.1; range 1e-6 to 1e6.</summary>
    [InRange(1e-6, 1e6)]
    public double Temperature { get; set; } = 0.1;
}

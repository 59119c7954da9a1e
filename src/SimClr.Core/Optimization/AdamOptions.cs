using SimClr.Core.Validation;

namespace SimClr.Core.Optimization;

/// <summary>Options of Adam in LARS's place; weight decay is for the adapted group of <see cref="ParameterGroups"/> only.</summary>
public sealed class AdamOptions
{
    /// <summary>Peak learning rate. Default 1e-3 (Kingma and Ba 2015). Range 0 to 1000.</summary>
    [InRange(0.0, 1000.0)]
    public double LearningRate { get; set; } = 1e-3;

    /// <summary>Weight decay (L2, part of the gradient). Default 1e-6; range 0 to 1.</summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; } = 1e-6;
}

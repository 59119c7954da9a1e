using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Options of <see cref="FeatureWhitening"/>.</summary>
public sealed class FeatureWhiteningOptions
{
    /// <summary>
    /// How far the directions' variances are made equal: one of variance v comes to v^(1 - Strength). 0 only centers, 1 makes all of them 1, as
    /// scikit-learn's <c>PCA(whiten=True)</c> does. Default 0.75; range 0 to 1.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double Strength { get; set; } = 0.75;

    /// <summary>
    /// The least variance that a direction is taken to have, as a share of the greatest one: what is below it is mostly noise, and would be
    /// enlarged the most. Default 0.001; with fewer than some thousand images 0.01 is better. Range 1e-12 to 1.
    /// </summary>
    [InRange(1e-12, 1.0)]
    public double Floor { get; set; } = 1e-3;

    /// <summary>
    /// G, the directions of greatest variance that are kept, in falling order; at most the features. Default null: all of them, turned back, so
    /// that each new feature is the old one as far as it can be (ZCA).
    /// </summary>
    [InRange(1, int.MaxValue)]
    public int? Components { get; set; }

    /// <summary>Where it is computed, a device with double precision; null (the default) is the CPU.</summary>
    public Device? Device { get; set; }
}

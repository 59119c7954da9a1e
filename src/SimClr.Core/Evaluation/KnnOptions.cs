using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Options of <see cref="KnnClassifier"/>; the defaults are those of Wu et al. 2018, <i>Unsupervised feature learning via non-parametric
/// instance discrimination</i>, section 3.4, with temperature 0.1.
/// </summary>
public sealed class KnnOptions
{
    /// <summary>k, the number of neighbours that vote, at least 1; a smaller bank votes as a whole. Default 200.</summary>
    [InRange(1, int.MaxValue)]
    public int NeighborCount { get; set; } = 200;

    /// <summary>T: a neighbour of similarity s votes with weight exp(s/T); positive. Default 0.1.</summary>
    [InRange(double.Epsilon, double.MaxValue)]
    public double Temperature { get; set; } = 0.1;

    /// <summary>Where the similarities are computed; null (the default) is the CPU.</summary>
    public Device? Device { get; set; }

    internal KnnOptions Copy() => (KnnOptions)MemberwiseClone();
}

namespace SimClr.Core.Optimization;

/// <summary>Computes learning rates from batch sizes.</summary>
public static class LearningRateScalingExtensions
{
    /// <summary>
    /// The base rate of <see cref="LearningRateScaling.Linear"/> in the paper, and the rate without scaling: that of a batch of 256.
    /// </summary>
    internal const double PaperLinearBase = 0.3;

    /// <summary>The base rate of <see cref="LearningRateScaling.SquareRoot"/> in the paper: that of a batch of one.</summary>
    internal const double PaperSquareRootBase = 0.075;

    /// <summary>The learning rate of a batch size, before warm-up and decay.</summary>
    /// <param name="scaling">The rule.</param>
    /// <param name="batchSize">
    /// B, the images of one optimizer step over all processes, at least 1; each image counts once, whatever its number of views.
    /// </param>
    /// <param name="baseLearningRate">
    /// Finite, at least 0: with <see cref="LearningRateScaling.None"/> the result itself, with <see cref="LearningRateScaling.Linear"/> the
    /// rate of a batch of 256, with <see cref="LearningRateScaling.SquareRoot"/> that of a batch of one. Null, the default, takes the
    /// paper's: 0.3, 0.3 and 0.075.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Scale(this LearningRateScaling scaling, int batchSize, double? baseLearningRate = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (baseLearningRate is { } rate && !(double.IsFinite(rate) && rate >= 0))
            throw new ArgumentOutOfRangeException(nameof(baseLearningRate), rate, "Expected a finite learning rate, at least 0.");
        return scaling switch
        {
            LearningRateScaling.None => baseLearningRate ?? PaperLinearBase,
            LearningRateScaling.Linear => (baseLearningRate ?? PaperLinearBase) * batchSize / 256,
            LearningRateScaling.SquareRoot => (baseLearningRate ?? PaperSquareRootBase) * Math.Sqrt(batchSize),
            _ => throw new ArgumentOutOfRangeException(nameof(scaling), scaling, "Expected None, Linear or SquareRoot."),
        };
    }
}

namespace SimClr.Core.Optimization;

/// <summary>How the learning rate follows the batch size (paper, section 2.2 and appendix B.1).</summary>
public enum LearningRateScaling
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>In proportion: 0.3 B / 256 by default. The paper's rule for long training.</summary>
    Linear,

    /// <summary>With the root: 0.075 sqrt(B) by default. Better for small batches and short training.</summary>
    SquareRoot,
}

namespace SimClr.Core.Curation;

/// <summary>How <see cref="ImageSelector"/> chooses images to label.</summary>
public enum SelectionStrategy
{
    /// <summary>
    /// The most typical image of each of as many clusters as there will be labels: best for few labels, up to some hundred. Hacohen,
    /// Dekel and Weinshall 2022, <i>Active learning on a budget: opposite strategies suit high and low budgets</i> (TypiClust).
    /// </summary>
    Typical,

    /// <summary>
    /// Each time the image farthest from all that are chosen: covers the edges too, and finds the unusual, outliers among them. Sener and
    /// Savarese 2018, <i>Active learning for convolutional neural networks: a core-set approach</i> (k-center, greedy).
    /// </summary>
    Diverse,

    /// <summary>First typical images, then diverse ones that are far from those, in the proportion of <see cref="SelectionOptions.TypicalShare"/>.</summary>
    Balanced,
}

namespace SimClr.Core.Losses;

/// <summary>Which views of a batch count as a view's positives; all others, but for the view itself, are its negatives.</summary>
public enum PositiveRule
{
    /// <summary>The other views of the same image (SimCLR). Labels are not read.</summary>
    SameImage,

    /// <summary>
    /// All other views of images with the same label (Khosla et al. 2020, arXiv 2004.11362). The views of an unlabeled image, label -1,
    /// have each other as positives and all others as negatives.
    /// </summary>
    SameLabel,
}

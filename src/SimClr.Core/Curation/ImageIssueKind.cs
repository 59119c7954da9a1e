namespace SimClr.Core.Curation;

/// <summary>What <see cref="ImageIssueFinder"/> finds wrong with single images, without looking at what they show.</summary>
public enum ImageIssueKind
{
    /// <summary>Even the brightest part is dark.</summary>
    Dark,

    /// <summary>Even the darkest part is bright.</summary>
    Light,

    /// <summary>Out of focus or moved.</summary>
    Blurry,

    /// <summary>Next to nothing to see: one color, a few lines.</summary>
    LowInformation,

    /// <summary>Much longer in one direction than in the other.</summary>
    OddAspectRatio,

    /// <summary>Much smaller or larger than most images of the set.</summary>
    OddSize,

    /// <summary>Gray, while most images of the set are in color.</summary>
    Gray,

    /// <summary>Cannot be decoded.</summary>
    Damaged,
}

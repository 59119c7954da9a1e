namespace SimClr.Tool.Explore.Work;

/// <summary>What can be the matter with a picture. Where several are, the page colors it by the first of this order.</summary>
internal enum FindingKind
{
    ExactDuplicate,
    NearDuplicate,
    WrongLabel,
    Outlier,
    Dark,
    Light,
    Blurry,
    LowInformation,
    OddAspectRatio,
    OddSize,
    Gray,
    Damaged,
}

namespace SimClr.Core.Curation;

/// <summary>What <see cref="LabelIssueFinder"/> found.</summary>
/// <param name="Issues">The suspected labels, the highest score first.</param>
/// <param name="Scores">The score of every image of the set, in its order; null for one without a label, or whose class is too small to be judged.</param>
/// <param name="ProbeAccuracy">The part of the judged labels that a classifier which has not seen them comes to as well, in [0, 1].</param>
public sealed record LabelReport(IReadOnlyList<LabelIssue> Issues, IReadOnlyList<double?> Scores, double ProbeAccuracy);

namespace SimClr.Core.Curation;

/// <summary>Something that is wrong with one image.</summary>
/// <param name="Index">Of the image, as in its facts.</param>
/// <param name="Path">Its file; null if it has none.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Score">How much, in [0, 1].</param>
/// <param name="Reason">The same in words, with what was measured.</param>
public sealed record ImageIssue(int Index, string? Path, ImageIssueKind Kind, double Score, string Reason);

namespace SimClr.Core.Curation;

/// <summary>Images that show the same picture, and the one to keep.</summary>
/// <param name="Keep">Index of the image with the largest resolution; of several the one with the largest file, else the first.</param>
/// <param name="Duplicates">The others, each as a pair with the one to keep. There is at least one.</param>
public sealed record DuplicateGroup(int Keep, IReadOnlyList<DuplicatePair> Duplicates);

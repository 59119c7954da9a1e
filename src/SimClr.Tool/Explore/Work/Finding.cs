namespace SimClr.Tool.Explore.Work;

/// <summary>Something that is the matter with a picture.</summary>
/// <param name="Index">Which picture.</param>
/// <param name="Kind">What.</param>
/// <param name="Reason">The same in words.</param>
/// <param name="Other">The picture that it duplicates.</param>
internal sealed record Finding(int Index, FindingKind Kind, string Reason, int? Other = null);

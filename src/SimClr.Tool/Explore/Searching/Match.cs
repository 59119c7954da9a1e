namespace SimClr.Tool.Explore.Searching;

/// <summary>A picture that was found.</summary>
/// <param name="Index">Which one.</param>
/// <param name="Similarity">Cosine of its vector's angle with the one looked for, in [-1, 1].</param>
internal readonly record struct Match(int Index, float Similarity);

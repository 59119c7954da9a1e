namespace SimClr.Core.Curation;

/// <summary>An image that was chosen to be labeled.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Path">Its file; null if it has none.</param>
/// <param name="Strategy">What it was chosen for: <see cref="SelectionStrategy.Typical"/> or <see cref="SelectionStrategy.Diverse"/>.</param>
/// <param name="Score">
/// Of a typical image the mean similarity to its neighbors in its cluster, of a diverse one the cosine distance to the nearest image that
/// was labeled or chosen before, in [0, 2].
/// </param>
public sealed record SelectedImage(int Index, string? Path, SelectionStrategy Strategy, double Score);

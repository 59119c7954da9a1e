namespace SimClr.Tool.Explore.Tags;

/// <summary>A user's own mark.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Pictures">Indices of the pictures that have it, ascending.</param>
internal sealed record Tag(string Name, IReadOnlyList<int> Pictures);

namespace SimClr.Core.Loading;

/// <summary>The images of one batch of views to be made.</summary>
/// <param name="Epoch">The epoch whose random streams the views take, from 0.</param>
/// <param name="Indices">Indices of the images, in order.</param>
public sealed record BatchRequest(int Epoch, IReadOnlyList<int> Indices)
{
    /// <summary>Images of the same batch that other ranks make: no substitutes for those that cannot be read.</summary>
    internal IReadOnlyList<int> OfOtherRanks { get; init; } = [];
}

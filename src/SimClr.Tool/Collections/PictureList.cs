namespace SimClr.Tool.Collections;

/// <summary>What the vectors in a workspace were made from.</summary>
/// <param name="ModelId">The model that made them.</param>
/// <param name="Pictures">The pictures, in the order of the vectors.</param>
internal sealed record PictureList(string ModelId, IReadOnlyList<PictureStamp> Pictures);

namespace SimClr.Tool.Explore.Searching;

/// <summary>A picture that is not in the collection.</summary>
/// <param name="Vector">Its vector.</param>
/// <param name="Preview">A small copy as WebP: many of the kinds of pictures that are read here no browser shows.</param>
internal sealed record DroppedPicture(ReadOnlyMemory<float> Vector, byte[] Preview);

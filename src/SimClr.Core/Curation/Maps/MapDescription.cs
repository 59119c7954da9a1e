namespace SimClr.Core.Curation.Maps;

/// <summary>What the metadata of a saved map hold.</summary>
internal sealed record MapDescription(int Version, int Count, int Dimension, double Perplexity, string Vectors);

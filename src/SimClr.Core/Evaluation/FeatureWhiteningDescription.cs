namespace SimClr.Core.Evaluation;

/// <summary>What the metadata of a saved whitening hold.</summary>
internal sealed record FeatureWhiteningDescription(int Version, int Dimension, int OutputDimension);

namespace SimClr.Core.Evaluation;

/// <summary>What the metadata of saved features hold.</summary>
internal sealed record FeatureSetDescription(int Version, int Count, int Dimension, bool HasLabels, IReadOnlyList<string> ClassNames);

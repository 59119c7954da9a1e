namespace SimClr.Core.Samples.Pretraining;

/// <summary>What training has to beat.</summary>
/// <param name="Random">The encoder before its first step, on images of the usual size.</param>
/// <param name="Pixels">No encoder at all.</param>
public sealed record Baselines(Score Random, Score Pixels);

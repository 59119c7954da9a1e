namespace SimClr.Core.Augmentation;

/// <summary>What <see cref="GaussianNoise"/> draws for a view.</summary>
/// <param name="StandardDeviation">Of the noise; 1 is full intensity.</param>
/// <param name="Key">Names the noise pattern: the same key gives the same pattern.</param>
public readonly record struct GaussianNoiseParameters(double StandardDeviation, ulong Key);

namespace SimClr.Core.Samples.Pictures;

/// <summary>One value for each epoch, from epoch 1.</summary>
public sealed record ChartCurve(string Name, IReadOnlyList<double> Values);

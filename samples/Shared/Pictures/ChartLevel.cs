namespace SimClr.Core.Samples.Pictures;

/// <summary>A value that does not change over the epochs, to compare curves with.</summary>
public sealed record ChartLevel(string Name, double Value);

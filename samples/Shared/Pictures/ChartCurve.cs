namespace SimClr.Core.Samples.Pictures;

/// <summary>A value for each epoch, or for other positions.</summary>
public sealed record ChartCurve(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Where on the horizontal axis the values stand, one for each; null is 1, 2, 3 and so on.</summary>
    public IReadOnlyList<double>? Positions { get; init; }
}

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>How strongly all points of a map repel at any place of it.</summary>
internal interface IRepulsion
{
    /// <summary>Z, the sum of 1 / (1 + d^2) over all pairs of two different points, each pair twice.</summary>
    double Normalization { get; }

    /// <summary>Takes points into account.</summary>
    /// <param name="x">Their first coordinates; not changed until the next call.</param>
    /// <param name="y">Their second coordinates.</param>
    /// <param name="room">How far beyond the points, in parts of their extent, the force is asked for.</param>
    void Update(float[] x, float[] y, float room);

    /// <summary>The force at a place: the sum over all points of d / (1 + d^2)^2, d from the point to the place.</summary>
    /// <param name="x">First coordinate.</param>
    /// <param name="y">Second coordinate.</param>
    (float X, float Y) Force(float x, float y);
}

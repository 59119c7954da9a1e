namespace SimClr.Core.Benchmarks.Distributed;

/// <summary>A link between two ranks, the same for all: each sends and receives at once.</summary>
/// <param name="Latency">Seconds until the first byte of a message is there.</param>
/// <param name="Bandwidth">Bytes a second in one direction.</param>
internal sealed record Network(double Latency, double Bandwidth)
{
    /// <summary>Time of one message.</summary>
    public double Send(double bytes) => Latency + bytes / Bandwidth;
}

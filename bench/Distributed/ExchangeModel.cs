namespace SimClr.Core.Benchmarks.Distributed;

/// <summary>
/// What exchanges cost by the formulas of the algorithms that MPI libraries choose from (Thakur, Rabenseifner and Gropp 2005, <i>Optimization
/// of collective communication operations in MPICH</i>): rings for much, doubling for little.
/// </summary>
/// <param name="network">The links.</param>
/// <param name="ranks">W.</param>
internal sealed class ExchangeModel(Network network, int ranks)
{
    /// <summary>Sum over all ranks: each sends W pieces of 1/W twice around the ring, or all of it in log2 W exchanges.</summary>
    public double AllReduce(double bytes) => Math.Min(Ring(bytes), Doubling(bytes));

    /// <summary>2 (W - 1) messages of 1/W.</summary>
    public double Ring(double bytes) => 2 * (ranks - 1) * network.Send(bytes / ranks);

    /// <summary>ceil(log2 W) messages of all, and two more where W is no power of two.</summary>
    public double Doubling(double bytes)
    {
        int steps = (int)Math.Floor(Math.Log2(ranks));
        return (steps + (1 << steps == ranks ? 0 : 2)) * network.Send(bytes);
    }

    /// <summary>Everybody's part to everybody: W - 1 steps around the ring, or log2 W exchanges of ever more parts.</summary>
    /// <param name="bytes">Of all parts together.</param>
    public double AllGather(double bytes)
        => Math.Min((ranks - 1) * network.Send(bytes / ranks), Math.Ceiling(Math.Log2(ranks)) * network.Latency + bytes * (ranks - 1) / ranks / network.Bandwidth);
}

namespace SimClr.Core.Benchmarks.Distributed;

/// <summary>
/// The same exchanges message by message: a rank sends when it has what the step before brought, a link carries one message at a time, and a
/// message is there when its last byte is. Unlike the formulas it knows ranks that come late.
/// </summary>
/// <param name="network">The links.</param>
/// <param name="start">When each rank begins, in seconds.</param>
internal sealed class ExchangeSimulation(Network network, IReadOnlyList<double> start)
{
    private int Ranks => start.Count;

    /// <summary>A sum around the ring: W - 1 steps that add up, W - 1 that hand out.</summary>
    /// <returns>When the last rank has it.</returns>
    public double RingAllReduce(double bytes) => Ring(bytes / Ranks, 2 * (Ranks - 1));

    /// <summary>A gather around the ring.</summary>
    /// <param name="bytes">Of all parts together.</param>
    public double RingAllGather(double bytes) => Ring(bytes / Ranks, Ranks - 1);

    /// <summary>A sum by exchanges with the rank 1, 2, 4, ... away. For powers of two.</summary>
    public double DoublingAllReduce(double bytes)
    {
        double[] ready = [.. start];
        for (int distance = 1; distance < Ranks; distance *= 2)
            ready = [.. ready.Select((own, rank) => Math.Max(own, ready[rank ^ distance]) + network.Send(bytes))];
        return ready.Max();
    }

    /// <summary>A gather by exchanges with the rank 1, 2, 4, ... away, of all that is there by then. For powers of two.</summary>
    /// <param name="bytes">Of all parts together.</param>
    public double DoublingAllGather(double bytes)
    {
        double[] ready = [.. start];
        for (int distance = 1; distance < Ranks; distance *= 2)
            ready = [.. ready.Select((own, rank) => Math.Max(own, ready[rank ^ distance]) + network.Send(bytes / Ranks * distance))];
        return ready.Max();
    }

    // In each step a rank sends to the next what it got in the step before, over a link that must be free.
    private double Ring(double piece, int steps)
    {
        double[] ready = [.. start];
        double[] linkFree = new double[Ranks];
        for (int step = 0; step < steps; step++)
        {
            double[] arrived = new double[Ranks];
            for (int rank = 0; rank < Ranks; rank++)
            {
                double begin = Math.Max(ready[rank], linkFree[rank]);
                linkFree[rank] = begin + piece / network.Bandwidth;
                arrived[(rank + 1) % Ranks] = linkFree[rank] + network.Latency;
            }

            for (int rank = 0; rank < Ranks; rank++)
                ready[rank] = Math.Max(ready[rank], arrived[rank]);
        }

        return ready.Max();
    }
}

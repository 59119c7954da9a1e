using System.Globalization;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Losses;

namespace SimClr.Core.Tests.Evaluation;

public sealed class NeighborMemoryTests
{
    [PeakMemoryFact]
    public void Find_BankOfManyBlocks_NeverHoldsACopyOfIt()
    {
        // 96 MiB, and as many similarities of 200 queries.
        const int count = 400_000;
        float[] values = new float[count * 64];
        for (int i = 0; i < values.Length; i++)
            values[i] = i * 7919L % 1000 - 499.5f;
        FeatureSet bank = new(values, 64);
        FeatureSet queries = bank.Subset([.. Enumerable.Range(0, 200)]);
        NeighborSearch search = new(bank, null, bankRows: 4000, queryRows: 200);
        search.Find(queries.Subset(0), 10);
        long before = Status("VmRSS:");
        File.WriteAllText("/proc/self/clear_refs", "5");

        search.Find(queries, 10);

        (Status("VmHWM:") - before).Should().BeLessThan(48L << 20, "a block of the bank takes 1 MiB, its similarities 3 MiB");
    }

    private static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;
    }
}

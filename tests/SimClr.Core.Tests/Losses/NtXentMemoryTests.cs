using System.Globalization;
using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

public sealed class NtXentMemoryTests
{
    private const int Pairs = 3072;

    [PeakMemoryFact]
    public void Backward_ManyPairs_NeverHoldsTheWholeMatrix()
        => PeakBytes(0.5).Should().BeLessThan(64L << 20, "the whole matrix takes 144 MiB");

    [PeakMemoryFact]
    public void Backward_ManyPairsAtALowTemperature_NeverHoldsTheWholeMatrix() => PeakBytes(0.01).Should().BeLessThan(64L << 20);

    private static long PeakBytes(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z1 = arange(Pairs * 16, dtype: float32).sin().reshape(Pairs, 16).requires_grad_();
        Tensor z2 = arange(Pairs * 16, dtype: float32).cos().reshape(Pairs, 16).requires_grad_();
        using NtXentLoss loss = new(temperature);
        loss.call(z1[..64], z2[..64]).backward();
        long before = Status("VmRSS:");
        return PeakBytes(() => loss.call(z1, z2).backward()) - before;
    }

    private static long PeakBytes(Action act)
    {
        using DisposeScope scope = NewDisposeScope();
        File.WriteAllText("/proc/self/clear_refs", "5");
        act();
        return Status("VmHWM:");
    }

    private static long Status(string name)
        => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;
}

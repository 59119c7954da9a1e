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

    /// <summary>A custom loss, its gradient by autograd, needs hardly more than the library's tiles.</summary>
    [PeakMemoryFact]
    public void Backward_CustomLossOf8192Pairs_NeedsAFifthMoreAtMost()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = arange(2 * 8192 * 128, dtype: float32).square().sin().reshape(2 * 8192, 128).requires_grad_();
        Tensor labels = arange(8192, dtype: int64).floor_divide(10);
        using NtXentLoss library = new(0.5);
        using UserSupConLoss custom = new(0.5);
        foreach (ContrastiveLoss loss in new ContrastiveLoss[] { library, custom })
            loss.call(new EmbeddingBatch(z[..64], 2, labels[..32])).backward();
        long before = Status("VmRSS:");

        long expected = PeakBytes(() => library.call(new EmbeddingBatch(z, 2, labels)).backward()) - before;
        long actual = PeakBytes(() => custom.call(new EmbeddingBatch(z, 2, labels)).backward()) - before;

        Console.WriteLine($"PEAK {expected >> 20} {actual >> 20}");
        actual.Should().BeLessThan(expected * 6 / 5);
    }

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

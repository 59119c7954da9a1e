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

    /// <summary>A custom loss, its gradient by autograd, needs hardly more than the tiles of the library's.</summary>
    [PeakMemoryFact]
    public void Backward_UsersLossOf8192Pairs_NeedsNoMoreThanAFifthMore()
    {
        long library = PeakBytes(new NtXentLoss(0.5), 8192, 128);
        long user = PeakBytes(new UserSupConLoss(0.5), 8192, 128);

        Console.WriteLine($"PEAK {library >> 20} {user >> 20}");
        user.Should().BeLessThan(library * 6 / 5);
    }

    private static long PeakBytes(double temperature) => PeakBytes(new NtXentLoss(temperature), Pairs, 16);

    private static long PeakBytes(ContrastiveLoss loss, int pairs, int dimension)
    {
        using DisposeScope scope = NewDisposeScope();
        using ContrastiveLoss owned = loss;
        Tensor z = arange(2 * pairs * dimension, dtype: float32).square().sin().reshape(2 * pairs, dimension).requires_grad_();
        Tensor labels = arange(pairs, dtype: int64).floor_divide(10);
        loss.call(new EmbeddingBatch(z[..64], 2, labels[..32])).backward();
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Status("VmRSS:");
        loss.call(new EmbeddingBatch(z, 2, labels)).backward();
        return Status("VmHWM:") - before;
    }

    private static long Status(string name)
        => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;
}

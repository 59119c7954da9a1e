using System.Globalization;
using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Outside;

/// <summary>What a loss and its gradient take at their peak, at 8192 pairs; for a process of its own.</summary>
internal static class LossMemory
{
    private const int Pairs = 8192;
    private const int Dimension = 128;

    public static void Print()
    {
        using DisposeScope scope = NewDisposeScope();
        using SupervisedLoss loss = new(0.5);
        Tensor z = randn(2 * Pairs, Dimension).requires_grad_();
        Tensor labels = arange(Pairs).floor_divide(10);
        loss.call(new EmbeddingBatch(z[..64], 2, labels[..32])).backward(); // what is made once
        File.WriteAllText("/proc/self/clear_refs", "5"); // forgets the peak
        long before = Status("VmRSS:");
        loss.call(new EmbeddingBatch(z, 2, labels)).backward();
        SmallRun.Print("KiB", Status("VmHWM:") - before);
    }

    private static long Status(string name) => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2],
        CultureInfo.InvariantCulture);
}

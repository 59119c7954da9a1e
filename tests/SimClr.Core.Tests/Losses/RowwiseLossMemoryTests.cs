using SimClr.Core.Losses;
using SimClr.Core.Numerics.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

public sealed class RowwiseLossMemoryTests
{
    private const int Pairs = 8192;

    [LinuxX64Fact]
    public void Backward_UsersLossOf8192Pairs_NeedsAtMostAFifthMoreThanNtXent()
    {
        long own = PeakBytes(new UserSupConLoss(0.5)), library = PeakBytes(new NtXentLoss(0.5));

        own.Should().BeInRange(library / 2, library * 6 / 5);
    }

    /// <summary>The most bytes that the loss's large tensors take at once, without what the caller gave.</summary>
    private static long PeakBytes(ContrastiveLoss loss)
    {
        using DisposeScope scope = NewDisposeScope();
        using ContrastiveLoss owned = loss;
        Tensor z = arange(2 * Pairs * 128, dtype: float32).sin_().reshape(2 * Pairs, 128).requires_grad_();
        Tensor labels = arange(Pairs).floor_divide(10);
        using KeptMemory? memory = KeptMemory.Hold(true);
        using AllocationMeter meter = new();
        loss.call(new EmbeddingBatch(z, 2, labels)).backward();
        return meter.Peak;
    }
}

using System.Runtime;
using TorchSharp;

namespace SimClr.Core.Tests;

/// <summary>Counts tensors that something still holds.</summary>
internal static class LiveTensors
{
    /// <summary>Managed memory that steps may take without a collection.</summary>
    private const long Undisturbed = 200L << 20;

    /// <summary>
    /// The number of tensors, without those that other tests left to the garbage collector: it would take them away at any moment.
    /// </summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }

    /// <summary>
    /// How many more tensors there are after many steps than before: what has to wait for the garbage collector, which is kept from running.
    /// </summary>
    public static long LeftBy(int steps, Action step)
    {
        step();
        long before = Count();
        GC.TryStartNoGCRegion(Undisturbed).Should().BeTrue();
        try
        {
            for (int done = 0; done < steps; done++)
                step();
            return torch.Tensor.TotalCount - before;
        }
        finally
        {
            GCSettings.LatencyMode.Should().Be(GCLatencyMode.NoGCRegion, "a collection would have hidden what was left");
            GC.EndNoGCRegion();
        }
    }
}

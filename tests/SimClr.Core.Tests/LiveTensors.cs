using TorchSharp;

namespace SimClr.Core.Tests;

/// <summary>Counts tensors that something still holds.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// The number of tensors, without those that other tests left to the garbage collector: it would take them away at any moment.
    /// </summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}

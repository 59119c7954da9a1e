using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Numerics.Memory;
using TorchSharp;

namespace SimClr.Core.Training;

/// <summary>
/// What a pass forward and back takes for each image, counted where libtorch allocates: whatever the layers are, it is what autograd
/// keeps, gradients on their way, and the kernels' scratch.
/// </summary>
internal static class MeasuredActivations
{
    private const int FewestImages = 2; // Batch norm needs them.
    private const int MostImages = 1 << 14;

    /// <summary>
    /// Small blocks are not seen (<see cref="TorchAllocator.Threshold"/>), so enough images go through that most blocks are large.
    /// </summary>
    private const long EnoughBytes = 32L << 20;

    /// <summary>Whether libtorch's allocations for a model can be counted.</summary>
    public static bool Supports(SimClrModel model)
        => TorchAllocator.Heap is not null && model.parameters().First().device.type == DeviceType.CPU;

    /// <summary>Bytes per image: the difference between two numbers of images, since weights' gradients do not depend on it.</summary>
    public static long BytesPerImage(SimClrModel model, IReadOnlyList<ViewGroup> groups)
    {
        using KeptMemory? memory = KeptMemory.Hold(wanted: true);
        using ProbePass pass = new(model, groups);
        int images = FewestImages;
        long peak = Peak(pass, images);
        while (peak < EnoughBytes && images < MostImages)
        {
            images *= 2;
            peak = Peak(pass, images);
        }

        int more = images + images / 2;
        return Math.Max(1, (Peak(pass, more) - peak) / (more - images));
    }

    private static long Peak(ProbePass pass, int images)
    {
        using AllocationMeter meter = new();
        pass.ForwardAndBackward(images);
        return meter.Peak;
    }
}

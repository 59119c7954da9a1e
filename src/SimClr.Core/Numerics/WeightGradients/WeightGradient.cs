using System.Numerics.Tensors;
using Tensor = TorchSharp.torch.Tensor;

namespace SimClr.Core.Numerics.WeightGradients;

/// <summary>The gradient of a 3x3 convolution's weights in single precision, padded by 1, in AVX2 and FMA instructions.</summary>
/// <remarks>
/// On processors without AVX-512 oneDNN computes it at little more than half the speed of the convolution itself; with stride 1 this takes
/// 0.63 to 0.82 of oneDNN's time (docs/decisions/0011-gradient-of-residual-networks-written-out.md). The products of a panel are summed up
/// in registers, each rounded once by FMA.
/// </remarks>
internal static unsafe class WeightGradient
{
    /// <summary>Whether the processor has the instructions.</summary>
    public static bool IsSupported => WeightGradientSweep.IsSupported;

    /// <summary>The gradient by the kernel of the sum of the output times its gradient.</summary>
    /// <param name="input">[N, inputs, H, W] in single precision, channels-last.</param>
    /// <param name="gradient">Of the output, [N, outputs, ⌈H / stride⌉, ⌈W / stride⌉], likewise.</param>
    /// <param name="stride">Of height and width.</param>
    /// <returns>[outputs, inputs, 3, 3], channels-last; the caller's.</returns>
    public static Tensor Compute(Tensor input, Tensor gradient, int stride)
    {
        ChannelsLastImages inputs = ChannelsLastImages.Of(input);
        ChannelsLastImages gradients = ChannelsLastImages.Of(gradient);
        WeightGradientPlan plan = new(inputs, gradients, stride);
        using NativeFloats partial = new((long)plan.Chunks * plan.SumsLength);
        WorkUnits.Run(plan.Chunks * plan.UnitsOfChunk, unit => RunUnit(plan, inputs, gradients, unit, partial.Values));
        Span<float> sums = new(partial.Values, plan.SumsLength);
        for (int chunk = 1; chunk < plan.Chunks; chunk++)
            TensorPrimitives.Add(sums, new ReadOnlySpan<float>(partial.Values + (nint)chunk * plan.SumsLength, plan.SumsLength), sums);
        return Trimmed(plan, sums);
    }

    private static void RunUnit(
        WeightGradientPlan plan, in ChannelsLastImages inputs, in ChannelsLastImages gradients, int unit, float* partial)
    {
        (int chunk, int part) = Math.DivRem(unit, plan.UnitsOfChunk);
        int first = part * plan.InputBlocksOfUnit;
        int blocks = Math.Min(plan.InputBlocksOfUnit, plan.InputBlocks - first);
        float* sums = partial + (nint)chunk * plan.SumsLength + first * WeightGradientSweep.Channels;
        using WeightGradientPanels panels = new(plan, first, blocks);
        int end = plan.FirstBand(chunk + 1);
        for (int band = plan.FirstBand(chunk); band < end; band += plan.BandsOfPanel)
        {
            int bands = Math.Min(plan.BandsOfPanel, end - band);
            panels.Pack(inputs, gradients, band, bands);
            AddPanels(plan, panels, blocks, bands, sums);
        }
    }

    private static void AddPanels(WeightGradientPlan plan, WeightGradientPanels panels, int inputBlocks, int bands, float* sums)
    {
        (PanelWalk Walk, int FirstRow)[] kernelRows = [plan.Walk(0, bands), plan.Walk(1, bands), plan.Walk(2, bands)];
        nint channels = plan.PaddedInputs;
        for (int filters = 0; filters < plan.FilterBlocks; filters++)
        {
            for (int block = 0; block < inputBlocks; block++)
            {
                float* first = sums + (nint)filters * WeightGradientSweep.Filters * 9 * channels + block * WeightGradientSweep.Channels;
                for (int kernelRow = 0; kernelRow < 3; kernelRow++)
                {
                    (PanelWalk walk, int firstRow) = kernelRows[kernelRow];
                    float* inputs = panels.Inputs(block) + (firstRow * plan.Stride + kernelRow) * plan.PanelRow;
                    float* gradients = panels.Gradients(filters) + firstRow * plan.OutputWidth * plan.GradientPixel;
                    WeightGradientSweep.Add(inputs, gradients, walk, first + kernelRow * 3 * channels, channels);
                }
            }
        }
    }

    /// <summary>The sums without the channels and filters that only fill up the blocks.</summary>
    private static Tensor Trimmed(WeightGradientPlan plan, ReadOnlySpan<float> sums)
    {
        Tensor result = ChannelsLastImages.Empty(plan.Filters, plan.Inputs, 3, 3);
        ChannelsLastImages weights = ChannelsLastImages.Of(result);
        for (int tap = 0; tap < plan.Filters * 9; tap++)
            sums.Slice(tap * plan.PaddedInputs, plan.Inputs).CopyTo(new Span<float>(weights.Values + (nint)tap * plan.Inputs, plan.Inputs));
        return result;
    }
}

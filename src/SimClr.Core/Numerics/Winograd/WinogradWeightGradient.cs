using System.Numerics.Tensors;
using SimClr.Core.Numerics.BatchNorms;
using Tensor = TorchSharp.torch.Tensor;

namespace SimClr.Core.Numerics.Winograd;

/// <summary>
/// The gradient of the weights of a 3x3 convolution of stride 1, padded by 1, in single precision by Winograd's algorithm: the transpose
/// of <see cref="WinogradConvolution"/>, with as few products.
/// </summary>
/// <remarks>Of each tile, inputs and gradients are transformed and multiplied, and what all tiles gave is transformed back once.</remarks>
internal static unsafe class WinogradWeightGradient
{
    /// <summary>The gradient by the kernel of the sum of the output times its gradient.</summary>
    /// <param name="input">[N, inputs, H, W], channels-last, of numbers of channels that <see cref="WinogradConvolution.Suits"/>.</param>
    /// <param name="activation">Batch norm and ReLU that the input went through before the convolution, or null.</param>
    /// <param name="gradient">Of the output, [N, outputs, H, W], channels-last.</param>
    /// <returns>[outputs, inputs, 3, 3], channels-last; the caller's.</returns>
    public static Tensor Compute(Tensor input, ChannelAffine? activation, Tensor gradient)
    {
        ChannelsLastImages inputs = ChannelsLastImages.Of(input);
        ChannelsLastImages gradients = ChannelsLastImages.Of(gradient);
        TileGrid grid = new(inputs);
        WinogradGradientPlan plan = new(grid, inputs.Channels, gradients.Channels);
        using Tensor memory = ChannelsLastImages.Empty(plan.Chunks, plan.LengthOfChunk, 1, 1); // torch's, which is kept from step to step.
        float* sums = ChannelsLastImages.Of(memory).Values;
        WorkUnits.Run(plan.Chunks * plan.Groups, unit =>
        {
            (int chunk, int group) = Math.DivRem(unit, plan.Groups);
            PaddedRows rows = new(inputs, activation, plan.FirstInput(group), plan.InputsOf(group));
            using WinogradGradientBlock block = new(grid, rows, plan.InputsOf(group), gradients, sums + unit * (nint)plan.LengthOfGroup);
            int end = plan.FirstBlock(chunk + 1);
            for (int index = plan.FirstBlock(chunk); index < end; index++)
                block.Add(grid.FirstRow(index), grid.FirstRow(index + 1));
        });
        Span<float> all = new(sums, plan.LengthOfChunk);
        for (int chunk = 1; chunk < plan.Chunks; chunk++)
            TensorPrimitives.Add(all, new ReadOnlySpan<float>(sums + chunk * (nint)plan.LengthOfChunk, plan.LengthOfChunk), all);
        return Finish(plan, sums);
    }

    /// <summary>Gᵀ m G of the sums.</summary>
    private static Tensor Finish(WinogradGradientPlan plan, float* sums)
    {
        using Tensor taps = ChannelsLastImages.Empty(3, plan.Outputs, 3, plan.Inputs); // [3, 3, inputs, outputs] in memory
        float* values = ChannelsLastImages.Of(taps).Values;
        WorkUnits.Run(plan.Inputs, input =>
        {
            (int group, int within) = Math.DivRem(input, plan.InputsOfGroup);
            float* from = sums + group * (nint)plan.LengthOfGroup + (nint)within * WinogradProduct.Columns;
            nint panelLength = (nint)WinogradGradientBlock.PaddedInputs(plan.InputsOf(group)) * WinogradProduct.Columns;
            for (int output = 0; output < plan.Outputs; output += WinogradTransforms.Vector)
            {
                (int panel, int lane) = Math.DivRem(output, WinogradProduct.Columns);
                float* to = values + (nint)input * plan.Outputs + output;
                WinogradTransforms.WeightGradient(
                    from + panel * panelLength + lane, panelLength * plan.Panels, to, (nint)plan.Inputs * plan.Outputs);
            }
        });
        using Tensor kernel = taps.permute(1, 3, 0, 2); // [outputs, inputs, 3, 3]
        return ChannelsLastImages.Arrange(kernel);
    }
}

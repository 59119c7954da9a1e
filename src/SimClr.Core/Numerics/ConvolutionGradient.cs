using SimClr.Core.Numerics.BatchNorms;
using SimClr.Core.Numerics.WeightGradients;
using SimClr.Core.Numerics.Winograd;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>
/// The gradients of <see cref="SafeConvolution.Apply"/> in single precision without an autograd graph. Arguments are borrowed, results the
/// caller's.
/// </summary>
internal static class ConvolutionGradient
{
    /// <summary>The gradient by the kernel.</summary>
    /// <param name="input">[N, inputs, H, W], channels-last.</param>
    /// <param name="activation">Batch norm and ReLU that the input went through before the convolution, or null.</param>
    /// <param name="kernel">[outputs, inputs, size, size].</param>
    /// <param name="gradient">By the output, channels-last.</param>
    /// <param name="stride">Of height and width.</param>
    /// <returns>Of the kernel's shape.</returns>
    public static Tensor ByKernel(Tensor input, ChannelAffine? activation, Tensor kernel, Tensor gradient, long stride)
    {
        if (WinogradConvolution.Suits(input.shape, kernel.shape, stride))
            return WinogradWeightGradient.Compute(input, activation, gradient);
        if (activation is null)
            return ByKernel(input, kernel, gradient, stride);
        using Tensor activations = activation.Applied(input, residual: null, rectify: true);
        return ByKernel(activations, kernel, gradient, stride);
    }

    /// <summary>The gradient by the input, added to what there is already.</summary>
    /// <param name="sum">Of the input's shape; taken over and changed, or null for none.</param>
    /// <param name="inputShape">[N, inputs, H, W].</param>
    /// <param name="kernel">[outputs, inputs, size, size].</param>
    /// <param name="gradient">By the output, channels-last.</param>
    /// <param name="stride">Of height and width.</param>
    /// <returns>Of the input's shape, channels-last.</returns>
    public static Tensor ByInput(Tensor? sum, long[] inputShape, Tensor kernel, Tensor gradient, long stride)
    {
        long[] turned = [kernel.shape[1], kernel.shape[0], .. kernel.shape[2..]];
        if (!WinogradConvolution.Suits(gradient.shape, turned, stride))
            return BySafeConvolution(sum, inputShape, kernel, gradient, stride);
        using WinogradWeights weights = WinogradWeights.Turned(kernel);
        return WinogradConvolution.Apply(gradient, activation: null, weights, sum);
    }

    private static Tensor ByKernel(Tensor input, Tensor kernel, Tensor gradient, long stride)
    {
        if (kernel.shape[2..] is [3, 3] && WeightGradient.IsSupported)
            return WeightGradient.Compute(input, gradient, (int)stride);
        using DisposeScope scope = NewDisposeScope();
        if (kernel.shape[2..] is [1, 1])
        {
            Tensor sums = Rows(gradient).t().mm(Rows(Strided(input, stride))); // [outputs, inputs]
            return sums.view(kernel.shape).MoveToOuterDisposeScope();
        }

        using IDisposable enabled = enable_grad();
        Tensor leaf = kernel.detach().requires_grad_(true);
        Tensor output = SafeConvolution.Apply(input.detach(), leaf, bias: null, stride);
        return autograd.grad([output], [leaf], [gradient])[0].MoveToOuterDisposeScope();
    }

    private static Tensor BySafeConvolution(Tensor? sum, long[] inputShape, Tensor kernel, Tensor gradient, long stride)
    {
        using DisposeScope scope = NewDisposeScope();
        if (kernel.shape[2..] is [1, 1])
        {
            Tensor all = sum ?? zeros([inputShape[0], inputShape[2], inputShape[3], inputShape[1]]).permute(0, 3, 1, 2);
            Tensor sparse = Rows(gradient).mm(kernel.flatten(1)); // [N * H' * W', inputs]
            Tensor pixels = sparse.view(gradient.shape[0], gradient.shape[2], gradient.shape[3], -1).permute(0, 3, 1, 2);
            Strided(all, stride).add_(pixels, Scalars.One);
            return sum is null ? all.MoveToOuterDisposeScope() : all; // The sum is in its own scope already.
        }

        Tensor result = Spread(inputShape, kernel, gradient, stride);
        if (sum is not null)
        {
            result.add_(sum, Scalars.One);
            sum.Dispose();
        }

        return result.MoveToOuterDisposeScope();
    }

    private static Tensor Spread(long[] inputShape, Tensor kernel, Tensor gradient, long stride)
    {
        long padding = kernel.shape[2] / 2;
        if (stride == 1)
        {
            // The same convolution with the kernel turned around.
            Tensor turned = ChannelsLastImages.Arrange(kernel.flip(2, 3).transpose(0, 1));
            return ChannelsLastImages.Arrange(SafeConvolution.Apply(gradient, turned, bias: null, 1));
        }

        long[] missing = [Missing(2), Missing(3)];
        return ChannelsLastImages.Arrange(nn.functional.conv_transpose2d(
            gradient, kernel, strides: [stride, stride], padding: [padding, padding], output_padding: missing));

        long Missing(int dimension) => inputShape[dimension] - ((gradient.shape[dimension] - 1) * stride - 2 * padding + kernel.shape[dimension]);
    }

    private static Tensor Strided(Tensor images, long stride)
        => stride == 1 ? images : images.slice(2, 0, images.shape[2], stride).slice(3, 0, images.shape[3], stride);

    /// <summary>[N, C, H, W] as [N * H * W, C].</summary>
    private static Tensor Rows(Tensor images) => images.permute(0, 2, 3, 1).reshape(-1, images.shape[1]);
}

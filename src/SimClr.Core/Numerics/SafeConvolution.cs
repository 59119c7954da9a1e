using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>A 2-d convolution that hands oneDNN, libtorch's library for convolutions, no shape that it computes wrongly.</summary>
/// <remarks>
/// oneDNN of libtorch 2.10, channels-last, found by comparing some 30,000 shapes with double precision (SafeConvolutionTests keeps a part
/// of them): wrong numbers, and memory never written, without any error; and shapes of ResNet-50 that end the process. Each shape below is
/// asked for in another form of the same value.
/// </remarks>
internal static class SafeConvolution
{
    /// <summary>oneDNN's block of filters, in fp32, where it computes 512 bits at once.</summary>
    private const int FilterBlock = 32;

    /// <summary>
    /// The gradient of a strided 1x1 convolution's weights writes past its memory where there are fewer input channels than oneDNN works
    /// on at once (uxlfoundation/oneDNN issue 6035: crashes, hangs or wrong numbers): 16 with AVX-512, 8 with AVX2.
    /// </summary>
    private const int ChannelsAtOnce = 16;

    /// <param name="input">[N, inputs, H, W]; the channels may lie last.</param>
    /// <param name="kernel">[outputs, inputs, size, size] of an odd size and of the input's type; padded by size / 2 on each side.</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="stride">Of height and width.</param>
    /// <returns>[N, outputs, ⌈H / stride⌉, ⌈W / stride⌉]; the caller's.</returns>
    public static Tensor Apply(Tensor input, Tensor kernel, Tensor? bias, long stride)
    {
        using DisposeScope scope = NewDisposeScope();
        kernel = WithinReach(WithinReach(kernel, input.shape[2], dimension: 2), input.shape[3], dimension: 3);
        if (IsProduct(kernel, stride))
            return Product(input, kernel, bias, stride).MoveToOuterDisposeScope();
        long outputs = kernel.shape[0];
        long missing = MissingFilters(kernel);
        // Of a single channel the layout cannot be told.
        if (kernel.shape[1] == 1)
            (input, kernel) = (ChannelsLast(Widened(input, 1, 1)), ChannelsLast(Widened(kernel, 1, 1)));
        if (missing > 0)
            (kernel, bias) = (Widened(kernel, 0, missing), bias is null ? null : Widened(bias, 0, missing));

        long[] padding = [kernel.shape[2] / 2, kernel.shape[3] / 2];
        Tensor output = nn.functional.conv2d(input, kernel, bias, [stride, stride], padding);
        if (missing > 0)
            output = ChannelsLast(output.narrow(1, 0, outputs));
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether a convolution is left to a matrix product: 1x1 kernels in single precision, of which the last filters are wrong for many
    /// numbers of channels; those that end the process; and those whose gradient writes past its memory.
    /// </summary>
    private static bool IsProduct(Tensor kernel, long stride)
        => kernel.shape[2..] is [1, 1]
            && (kernel.dtype != ScalarType.BFloat16
                || DividesByZero(kernel.shape[1], kernel.shape[0])
                || (stride > 1 && kernel.shape[1] < ChannelsAtOnce));

    /// <summary>
    /// Whether oneDNN's estimate of a 1x1 convolution's cost (est_eff_1x1 in jit_brgemm_conv_utils.cpp) divides by an integer that is zero
    /// with AVX-512, which no process survives: between these numbers of channels, in the output or in the input's gradient.
    /// </summary>
    private static bool DividesByZero(long inputs, long outputs)
        => (Math.Min(inputs, outputs), Math.Max(inputs, outputs)) is (256 or 512, 1024) or (512 or 1024, 2048);

    /// <summary>A 1x1 convolution as [N * H * W, inputs] times [inputs, outputs].</summary>
    private static Tensor Product(Tensor input, Tensor kernel, Tensor? bias, long stride)
    {
        if (stride > 1)
            input = input.slice(2, 0, input.shape[2], stride).slice(3, 0, input.shape[3], stride);
        Tensor pixels = input.permute(0, 2, 3, 1).reshape(-1, input.shape[1]);
        // In two dimensions, so that the bias is added before the result is rounded.
        Tensor output = nn.functional.linear(pixels, kernel.flatten(1), bias);
        return output.view(input.shape[0], input.shape[2], input.shape[3], -1).permute(0, 3, 1, 2);
    }

    /// <summary>How many filters of zeros make a count that oneDNN gets right.</summary>
    private static long MissingFilters(Tensor kernel)
    {
        (long outputs, long beyond) = (kernel.shape[0], kernel.shape[0] % FilterBlock);
        return kernel.dtype switch
        {
            // The input's gradient is wrong where the filters, which it sums over, cannot be taken in pairs.
            ScalarType.BFloat16 => outputs % 2,
            // The last block of filters is wrong where it is half full or less, of any kernel but 3x3.
            ScalarType.Float32 when kernel.shape[2..] is not [3, 3] && outputs > FilterBlock && beyond is > 0 and <= FilterBlock / 2
                => FilterBlock - beyond,
            _ => 0,
        };
    }

    /// <summary>
    /// The kernel without what lies over the border wherever it is put: the gradient there, 0, is never written in bf16. Of a 3x3 kernel
    /// the middle is left on images of a single pixel, as in a ResNet's last layers.
    /// </summary>
    private static Tensor WithinReach(Tensor kernel, long extent, int dimension)
    {
        long size = kernel.shape[dimension];
        long reach = Math.Min(size / 2, extent - 1);
        return reach == size / 2 ? kernel : kernel.slice(dimension, size / 2 - reach, size / 2 + reach + 1, 1);
    }

    /// <summary>With zeros behind the others.</summary>
    private static Tensor Widened(Tensor values, int dimension, long more)
    {
        long[] shape = values.shape;
        shape[dimension] = more;
        return cat([values, zeros(shape, values.dtype, values.device)], dimension);
    }

    private static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}

using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>Products of matrices of some hundred to some thousand rows, by the faster of libtorch's two kernels.</summary>
/// <remarks>
/// On AMD processors <c>mm</c> (MKL) stays with 256-bit instructions. Where the processor computes 512 bits at once, a 1x1 convolution (oneDNN) is
/// twice as fast. Which one runs is decided by the processor and the shapes and never by a timing, since the last digits may differ.
/// Neither depends on the number of threads. Results belong to the caller's dispose scope.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>The images that the rows of a matrix are spread over: from 16 on, libtorch takes oneDNN for any number of threads.</summary>
    private const long Images = 16;

    private static readonly bool HasFastConvolution = IsFullWidthAmd();

    /// <summary>A B' for A [M, K] and B [N, K], a new tensor [M, N].</summary>
    public static Tensor TimesTransposed(Tensor left, Tensor right)
        => UsesConvolution(left) ? Convolve(left, right) : left.mm(right.t());

    /// <summary>Adds A B to a sum [M, N], for A [M, K] and B [K, N].</summary>
    public static void AddTimes(Tensor sum, Tensor left, Tensor right)
    {
        if (UsesConvolution(left))
            sum.add_(Convolve(left, right.t()));
        else
            sum.addmm_(left, right);
    }

    /// <summary>A B' as a convolution: the rows of A, whose number is a multiple of 16, are pixels of K channels, the rows of B are filters of one pixel.</summary>
    internal static Tensor Convolve(Tensor left, Tensor right)
    {
        // Any other strides than those of channels-last cost libtorch a slower kernel and more copies than these.
        Tensor pixels = left.contiguous().view(Images, -1, 1, left.shape[1]).permute(0, 3, 1, 2);   // [16, K, M/16, 1]
        Tensor filters = right.contiguous().view(-1, 1, 1, right.shape[1]).permute(0, 3, 1, 2);     // [N, K, 1, 1]
        return nn.functional.conv2d(pixels, filters).permute(0, 2, 3, 1).reshape(left.shape[0], right.shape[0]);
    }

    private static bool UsesConvolution(Tensor left)
        => HasFastConvolution && left.dtype == ScalarType.Float32 && left.device_type == DeviceType.CPU && left.shape[0] % Images == 0;

    /// <summary>AMD's Zen 5 (family 26) and later; Zen 4 has the instructions but executes them in halves, and gains nothing.</summary>
    private static bool IsFullWidthAmd()
    {
        if (!Avx512F.IsSupported)
            return false;
        (_, int vendor, _, _) = X86Base.CpuId(0, 0);
        (int signature, _, _, _) = X86Base.CpuId(1, 0);
        int family = ((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF);
        const int authenticAmd = 0x68747541;    // "Auth"
        return vendor == authenticAmd && family >= 26;
    }
}

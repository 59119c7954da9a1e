using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>Products of matrices of some hundred to some thousand rows, by the faster of libtorch's two kernels.</summary>
/// <remarks>
/// On AMD processors <c>mm</c> (MKL) stays with 256-bit instructions. Where the processor computes 512 bits at once, a 1x1 convolution (oneDNN) is
/// twice as fast. Which one runs is decided by the processor alone and never by a timing, since the last digits may differ.
/// Results belong to the caller's dispose scope.
/// </remarks>
internal static class MatrixProduct
{
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

    /// <summary>A B' as a convolution: the rows of A are pixels with K channels, the rows of B are filters of one pixel.</summary>
    internal static Tensor Convolve(Tensor left, Tensor right)
    {
        // Strides of channels-last for both, which makes libtorch take oneDNN without a copy.
        Tensor pixels = left.unsqueeze(0).unsqueeze(2).permute(0, 3, 1, 2);                         // [1, K, M, 1]
        Tensor filters = right.unsqueeze(1).unsqueeze(2).permute(0, 3, 1, 2);                       // [N, K, 1, 1]
        return nn.functional.conv2d(pixels, filters).permute(0, 2, 3, 1).squeeze(2).squeeze(0);     // [M, N]
    }

    private static bool UsesConvolution(Tensor tensor)
        => HasFastConvolution && tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU;

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

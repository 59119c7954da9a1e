using System.Runtime.Intrinsics.X86;

namespace SimClr.Core.Models;

/// <summary>
/// Whether the processor multiplies bfloat16 numbers in hardware; without that, mixed precision is slower than single precision.
/// </summary>
internal static class BFloat16Support
{
    private const int Avx512BFloat16 = 1 << 5; // leaf 7, sub-leaf 1, EAX
    private const int AmxBFloat16 = 1 << 22; // leaf 7, sub-leaf 0, EDX

    /// <summary>
    /// True for x86 processors with AVX512_BF16 or AMX-BF16 (Intel, <i>Architecture Instruction Set Extensions</i>, table 1-3).
    /// </summary>
    public static bool IsFast { get; } = Detect();

    private static bool Detect()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
            return false;
        (int subLeaves, _, _, int features) = X86Base.CpuId(7, 0);
        return (features & AmxBFloat16) != 0 || (subLeaves >= 1 && (X86Base.CpuId(7, 1).Eax & Avx512BFloat16) != 0);
    }
}

using System.Runtime.InteropServices;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.Memory;

namespace SimClr.Core.Tests.Numerics.Memory;

/// <summary>The machine code, called as libtorch calls it.</summary>
public sealed unsafe class AllocatorThunksTests
{
    private const int Threshold = 1000;

    private static DefaultAllocator s_default = null!;
    private static nint s_block; // What managed code offers; 0 declines.
    private static nint s_release;
    private static nint s_released;
    private static int s_asked;

    private readonly AddressRange _range = AddressRange.TryReserve(1L << 30)!;
    private readonly AllocatorThunks _thunks;

    public AllocatorThunksTests()
    {
        AllocatorTuning.EnsureApplied(); // Loads libtorch.
        s_default = DefaultAllocator.TryFind()!;
        _thunks = AllocatorThunks.TryCreate(s_default, _range, &Offer, &Take)!;
        _thunks.Open(Threshold);
        (s_block, s_release, s_released, s_asked) = (_range.Start, _thunks.Release, 0, 0);
    }

    [LinuxX64Fact]
    public void Allocate_BelowTheThreshold_TheDefaultAllocatorsWithoutManagedCode()
    {
        nint block = AllocateAndRelease(Threshold - 1);
        block.Should().NotBe(0).And.NotBe(_range.Start);
        (s_asked, s_released).Should().Be((0, 0));
    }

    [LinuxX64Fact]
    public void Allocate_FromTheThreshold_ManagedCodes()
    {
        AllocateAndRelease(Threshold).Should().Be(_range.Start);
        (s_asked, s_released).Should().Be((1, _range.Start));
    }

    [LinuxX64Fact]
    public void Allocate_Declined_TheDefaultAllocators()
    {
        s_block = 0;
        AllocateAndRelease(Threshold).Should().NotBe(0);
        (s_asked, s_released).Should().Be((1, 0));
    }

    [LinuxX64Fact]
    public void Allocate_NoBytes_NoBlock() => AllocateAndRelease(0).Should().Be(0);

    [LinuxX64Fact]
    public void RawDeleter_Always_ReleasesBothKindsOfBlocks()
        => ((delegate* unmanaged<nint, nint>)_thunks.RawDeleter)(0).Should().Be(_thunks.Release);

    [LinuxX64Fact]
    public void Release_EdgesOfTheRange_ManagedCodesWithin()
    {
        delegate* unmanaged<nint, void> release = (delegate* unmanaged<nint, void>)_thunks.Release;
        release(_range.Start + (nint)_range.Length - 1);
        s_released.Should().Be(_range.Start + (nint)_range.Length - 1);
        release(0); // As free(nullptr).
        s_released.Should().NotBe(0);
    }

    [LinuxX64Fact]
    public void Close_Afterwards_NewBlocksAreTheDefaultAllocators()
    {
        _thunks.Close();
        AllocateAndRelease(Threshold).Should().NotBe(_range.Start);
        s_asked.Should().Be(0);
    }

    [LinuxX64Fact]
    public void CutOff_Afterwards_ManagedCodeIsNotCalled()
    {
        _thunks.CutOff();
        AllocateAndRelease(Threshold).Should().NotBe(0).And.NotBe(_range.Start);
        ((delegate* unmanaged<nint, void>)_thunks.Release)(_range.Start);
        (s_asked, s_released).Should().Be((0, 0));
    }

    private nint AllocateAndRelease(nuint bytes)
    {
        nint* dataPtr = stackalloc nint[4];
        nint* result = ((delegate* unmanaged<nint*, nint, nuint, nint*>)_thunks.Allocate)(dataPtr, 0, bytes);
        ((nint)result).Should().Be((nint)dataPtr);
        ((delegate* unmanaged<nint, void>)dataPtr[1])(dataPtr[2]);
        return dataPtr[0];
    }

    [UnmanagedCallersOnly]
    private static nint* Offer(nint* result, nint self, nuint bytes)
    {
        s_asked++;
        if (s_block == 0)
            return null;
        s_default.Write(result, s_block, s_release);
        return result;
    }

    [UnmanagedCallersOnly]
    private static void Take(nint block) => s_released = block;
}

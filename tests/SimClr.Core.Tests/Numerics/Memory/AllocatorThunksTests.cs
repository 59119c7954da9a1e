using System.Runtime.InteropServices;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.Memory;

namespace SimClr.Core.Tests.Numerics.Memory;

/// <summary>The machine code, called as libtorch calls it.</summary>
public sealed unsafe class AllocatorThunksTests
{
    private const int Threshold = 1000;

    private static DefaultAllocator _default = null!;
    private static nint _block; // What managed code offers; 0 declines.
    private static nint _release;
    private static nint _released;
    private static int _asked;

    private readonly AddressRange _range = AddressRange.TryReserve(1L << 30)!;
    private readonly AllocatorThunks _thunks;

    public AllocatorThunksTests()
    {
        AllocatorTuning.EnsureApplied(); // Loads libtorch.
        _default = DefaultAllocator.TryFind()!;
        _thunks = AllocatorThunks.TryCreate(_default, _range, &Offer, &Take)!;
        _thunks.Open(Threshold);
        (_block, _release, _released, _asked) = (_range.Start, _thunks.Release, 0, 0);
    }

    [LinuxX64Fact]
    public void Allocate_BelowTheThreshold_TheDefaultAllocatorsWithoutManagedCode()
    {
        nint block = AllocateAndRelease(Threshold - 1);
        block.Should().NotBe(0).And.NotBe(_range.Start);
        (_asked, _released).Should().Be((0, 0));
    }

    [LinuxX64Fact]
    public void Allocate_FromTheThreshold_ManagedCodes()
    {
        AllocateAndRelease(Threshold).Should().Be(_range.Start);
        (_asked, _released).Should().Be((1, _range.Start));
    }

    [LinuxX64Fact]
    public void Allocate_Declined_TheDefaultAllocators()
    {
        _block = 0;
        AllocateAndRelease(Threshold).Should().NotBe(0);
        (_asked, _released).Should().Be((1, 0));
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
        _released.Should().Be(_range.Start + (nint)_range.Length - 1);
        release(0); // As free(nullptr).
        _released.Should().NotBe(0);
    }

    [LinuxX64Fact]
    public void Close_Afterwards_NewBlocksAreTheDefaultAllocators()
    {
        _thunks.Close();
        AllocateAndRelease(Threshold).Should().NotBe(_range.Start);
        _asked.Should().Be(0);
    }

    [LinuxX64Fact]
    public void CutOff_Afterwards_ManagedCodeIsNotCalled()
    {
        _thunks.CutOff();
        AllocateAndRelease(Threshold).Should().NotBe(0).And.NotBe(_range.Start);
        ((delegate* unmanaged<nint, void>)_thunks.Release)(_range.Start);
        (_asked, _released).Should().Be((0, 0));
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
        _asked++;
        if (_block == 0)
            return null;
        _default.Write(result, _block, _release);
        return result;
    }

    [UnmanagedCallersOnly]
    private static void Take(nint block) => _released = block;
}

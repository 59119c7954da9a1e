using System.Globalization;
using SimClr.Core.Numerics.Memory;

namespace SimClr.Core.Tests.Numerics.Memory;

public sealed unsafe class BlockHeapTests
{
    private const long MiB = 1 << 20;
    private readonly BlockHeap _heap = new(AddressRange.TryReserve(1L << 30)!);

    [LinuxX64Fact]
    public void TryAllocate_SeveralBlocks_AllBytesUsableAndApart()
    {
        nint[] blocks = [.. Enumerable.Range(1, 20).Select(size => _heap.TryAllocate((nuint)(size * 100_001)))];
        for (int at = 0; at < blocks.Length; at++)
            Bytes(blocks[at], at).Fill((byte)at);

        for (int at = 0; at < blocks.Length; at++)
        {
            Bytes(blocks[at], at).ContainsAnyExcept((byte)at).Should().BeFalse();
            (blocks[at] % 4096).Should().Be(0);
            _heap.Contains(blocks[at]).Should().BeTrue();
            _heap.Release(blocks[at]);
        }

        _heap.BlockBytes.Should().Be(0);
        _heap.Releases.Should().Be(blocks.Length);

        static Span<byte> Bytes(nint block, int at) => new((void*)block, (at + 1) * 100_001);
    }

    [LinuxX64Theory]
    [InlineData(0UL)]
    [InlineData((1UL << 30) + 1)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void TryAllocate_NothingOrTooMuch_ReturnsZero(ulong bytes)
    {
        _heap.TryAllocate((nuint)bytes).Should().Be(0);
        _heap.BlockBytes.Should().Be(0);
    }

    [LinuxX64Fact]
    public void TryAllocate_RangeFull_ReturnsZeroUntilABlockIsReleased()
    {
        nint block = _heap.TryAllocate((nuint)(1 << 30));
        _heap.TryAllocate(1).Should().Be(0);

        _heap.Release(block);

        _heap.TryAllocate(1).Should().Be(block);
    }

    [LinuxX64Fact]
    public void TryReserve_MoreAddressesThanThereAre_TakesLess()
    {
        AddressRange range = AddressRange.TryReserve(1L << 62)!;
        range.Length.Should().BeInRange(1L << 30, 1L << 47);
        (range.Start % (2 * MiB)).Should().Be(0);
    }

    [LinuxX64Fact]
    public void Release_Twice_Throws()
    {
        nint block = _heap.TryAllocate(100);
        _heap.Release(block);

        _heap.Invoking(heap => heap.Release(block)).Should().Throw<InvalidOperationException>().WithMessage("*freed twice*");
    }

    [LinuxX64Fact]
    public void Trim_BlocksFreed_ResidentMemoryGoesBackAndTheRestStays()
    {
        nint first = Filled(256);
        nint second = Filled(1);
        nint third = Filled(256);
        long full = Resident();
        _heap.Release(first);
        _heap.Release(third);
        (full - Resident()).Should().BeLessThan(16 * MiB, "freed blocks are kept");

        _heap.Trim();

        long kept = BlockHeap.KeptLength / MiB;
        (full - Resident()).Should().BeCloseTo((512 - kept) * MiB, (ulong)(32 * MiB));
        new Span<byte>((void*)second, (int)MiB).ContainsAnyExcept((byte)1).Should().BeFalse();
        _heap.TryAllocate((nuint)(256 * MiB)).Should().Be(first);
        new Span<byte>((void*)(first + (nint)BlockHeap.KeptLength), (int)MiB).ContainsAnyExcept((byte)0).Should().BeFalse();

        nint Filled(long size)
        {
            nint block = _heap.TryAllocate((nuint)(size * MiB));
            new Span<byte>((void*)block, (int)(size * MiB)).Fill(1);
            return block;
        }
    }

    [LinuxX64Fact]
    public void TryAllocate_FromSeveralThreads_BlocksNeverShared()
    {
        Parallel.For(0, 8, thread =>
        {
            for (int at = 0; at < 300; at++)
            {
                int size = 5000 + 977 * ((at + thread) % 20);
                nint block = _heap.TryAllocate((nuint)size);
                Span<byte> bytes = new((void*)block, size);
                bytes.Fill((byte)thread);
                if (at % 50 == 0)
                    _heap.Trim();
                bytes.ContainsAnyExcept((byte)thread).Should().BeFalse();
                _heap.Release(block);
            }
        });
        _heap.BlockBytes.Should().Be(0);
        _heap.Releases.Should().Be(8 * 300);
    }

    private static long Resident() => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ')[^2],
        CultureInfo.InvariantCulture) * 1024;
}

using System.Runtime.InteropServices;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics.Memory;

public sealed class TorchAllocatorTests
{
    private readonly BlockHeap _heap;

    public TorchAllocatorTests()
    {
        AllocatorTuning.EnsureApplied();
        _heap = TorchAllocator.Heap!;
    }

    [LinuxX64Fact]
    public void EnsureApplied_ThisLibtorch_ReplacesItsAllocator()
    {
        TorchAllocator.Heap.Should().NotBeNull();
        AllocatorTuning.Description.Should().Be("libtorch's large blocks come from a heap that keeps them");
    }

    [LinuxX64Fact]
    public void TryInstall_ReplacedAlready_Refuses()
    {
        TorchAllocator.TryInstall().Should().BeFalse();
        TorchAllocator.Heap.Should().BeSameAs(_heap);
        Holds(TorchAllocator.Threshold).Should().BeTrue();
    }

    [LinuxX64Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(TorchAllocator.Threshold - 1, false)]
    [InlineData(TorchAllocator.Threshold, true)]
    [InlineData(50_000_001, true)]
    public void Tensor_OfSomeBytes_IsInTheHeapFromTheThresholdOn(long bytes, bool expected) => Holds(bytes).Should().Be(expected);

    [LinuxX64Fact]
    public void Tensor_Disposed_GivesItsBlockBack()
    {
        long before = _heap.BlockBytes;
        using (Tensor tensor = zeros(1 << 20, dtype: float32))
            _heap.BlockBytes.Should().Be(before + (4 << 20));
        _heap.BlockBytes.Should().Be(before);
    }

    [LinuxX64Fact]
    public void Tensor_DisposedOnAnotherThread_GivesItsBlockBack()
    {
        long before = _heap.BlockBytes;
        Tensor[] tensors = [.. Enumerable.Range(0, 8).Select(_ => zeros(1 << 18))];
        Thread[] threads = [.. tensors.Select(tensor => new Thread(tensor.Dispose))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        _heap.BlockBytes.Should().Be(before);
    }

    [LinuxX64Theory]
    [InlineData(1L << 45)] // Beyond the heap's range.
    [InlineData(1L << 39)] // Within it, but more memory than there is.
    public void Tensor_MoreThanThereIs_ThrowsTorchsOwnError(long bytes)
    {
        Action allocate = () => zeros(bytes, dtype: uint8).Dispose();
        allocate.Should().Throw<ExternalException>().WithMessage("*alloc*");
        Holds(TorchAllocator.Threshold).Should().BeTrue("the heap goes on");
    }

    /// <summary>oneDNN's packed weights and scratchpads come and go by raw_allocate and raw_deallocate.</summary>
    [LinuxX64Fact]
    public void Convolutions_ForwardAndBackward_LeaveNothingInTheHeap()
    {
        Train();
        long before = _heap.BlockBytes;
        for (int step = 0; step < 3; step++)
            Train();
        _heap.BlockBytes.Should().Be(before);

        static void Train()
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = ones(8, 64, 64, 32).permute(0, 3, 1, 2);
            Tensor weight = ones(64, 32, 3, 3).requires_grad_();
            nn.functional.conv2d(x, weight, padding: [1, 1]).sum().backward();
            weight.grad!.max().item<float>().Should().Be(8 * 64 * 64);
        }
    }

    private unsafe bool Holds(long bytes)
    {
        using Tensor tensor = empty(bytes, dtype: uint8);
        fixed (byte* data = tensor.bytes)
            return _heap.Contains((nint)data);
    }
}

using static SimClr.Core.Numerics.Memory.SystemCalls;

namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// The machine code (x86-64, System V) between libtorch and managed code. It is there for two reasons: small blocks never leave native
/// code, and when the default allocator throws a C++ exception there is no managed frame on the stack, which it could not pass.
/// </summary>
/// <remarks>
/// The code never changes and finds everything in a table of words on the page behind it. Both pages live as long as the process, since
/// libtorch may call them until its end.
/// </remarks>
internal sealed unsafe class AllocatorThunks
{
    private const int PageSize = 4096;
    private const int ReleaseOffset = 0x40;
    private const int RawDeleterOffset = 0x80;
    private const int NothingOffset = 0xa0;

    private readonly nint _code;

    private AllocatorThunks(nint code) => _code = code;

    /// <summary>The words that the code reads, in their order.</summary>
    private enum Slot
    {
        Threshold,
        ManagedAllocate,
        DefaultAllocate,
        RangeStart,
        RangeLength,
        ManagedRelease,
        DefaultRelease,
    }

    /// <summary>DataPtr* allocate(DataPtr* result, Allocator* self, size_t bytes).</summary>
    public nint Allocate => _code;

    /// <summary>void release(void* block), for blocks of both allocators.</summary>
    public nint Release => _code + ReleaseOffset;

    /// <summary>DeleterFnPtr raw_deleter(const Allocator* self): the address of <see cref="Release"/>.</summary>
    public nint RawDeleter => _code + RawDeleterOffset;

    private static ReadOnlySpan<byte> Code =>
    [
        // 0x00, allocate: bytes (rdx) below the threshold, or those that managed code declined, are the default allocator's.
        0xf3, 0x0f, 0x1e, 0xfa, //                   endbr64
        0x48, 0x3b, 0x15, 0xf5, 0x0f, 0x00, 0x00, // cmp rdx, [Threshold]
        0x72, 0x12, //                               jb default
        0x57, 0x56, 0x52, //                         push rdi; push rsi; push rdx
        0xff, 0x15, 0xf2, 0x0f, 0x00, 0x00, //       call [ManagedAllocate]
        0x5a, 0x5e, 0x5f, //                         pop rdx; pop rsi; pop rdi
        0x48, 0x85, 0xc0, //                         test rax, rax
        0x74, 0x01, //                               je default
        0xc3, //                                     ret
        0xff, 0x25, 0xeb, 0x0f, 0x00, 0x00, //       default: jmp [DefaultAllocate]
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,

        // 0x40, release: blocks (rdi) outside of the range are the default allocator's.
        0xf3, 0x0f, 0x1e, 0xfa, //                   endbr64
        0x48, 0x89, 0xf8, //                         mov rax, rdi
        0x48, 0x2b, 0x05, 0xca, 0x0f, 0x00, 0x00, // sub rax, [RangeStart]
        0x48, 0x3b, 0x05, 0xcb, 0x0f, 0x00, 0x00, // cmp rax, [RangeLength]
        0x73, 0x06, //                               jae default
        0xff, 0x25, 0xcb, 0x0f, 0x00, 0x00, //       jmp [ManagedRelease]
        0xff, 0x25, 0xcd, 0x0f, 0x00, 0x00, //       default: jmp [DefaultRelease]
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,

        // 0x80, raw_deleter
        0xf3, 0x0f, 0x1e, 0xfa, //                   endbr64
        0x48, 0x8d, 0x05, 0xb5, 0xff, 0xff, 0xff, // lea rax, [release]
        0xc3, //                                     ret
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,

        // 0xa0, nothing
        0xf3, 0x0f, 0x1e, 0xfa, //                   endbr64
        0xc3, //                                     ret
    ];

    /// <summary>Writes the code into memory.</summary>
    /// <param name="fallback">The default allocator, for all that is not large or not of this range.</param>
    /// <param name="range">Where the large blocks are.</param>
    /// <param name="allocate">Like <see cref="Allocate"/>, but returns 0 to decline. Must not throw.</param>
    /// <param name="release">Like <see cref="Release"/>, for blocks of the range.</param>
    /// <returns>Null if the system refuses; large blocks are still the default allocator's until <see cref="Open"/>.</returns>
    public static AllocatorThunks? TryCreate(
        DefaultAllocator fallback,
        AddressRange range,
        delegate* unmanaged<nint*, nint, nuint, nint*> allocate,
        delegate* unmanaged<nint, void> release)
    {
        if (Environment.SystemPageSize != PageSize)
            return null;
        nint code = Map(2 * PageSize, Access.Read | Access.Write);
        if (code == MapFailed)
            return null;
        AllocatorThunks thunks = new(code);
        Code.CopyTo(new Span<byte>((void*)code, PageSize));
        thunks.Set(Slot.Threshold, -1);
        thunks.Set(Slot.ManagedAllocate, (nint)allocate);
        thunks.Set(Slot.DefaultAllocate, fallback.Allocate);
        thunks.Set(Slot.RangeStart, range.Start);
        thunks.Set(Slot.RangeLength, (nint)range.Length);
        thunks.Set(Slot.ManagedRelease, (nint)release);
        thunks.Set(Slot.DefaultRelease, fallback.Release);
        return Protect(code, PageSize, Access.Read | Access.Execute) == 0 ? thunks : null;
    }

    /// <summary>From now on blocks of at least so many bytes are asked of managed code.</summary>
    public void Open(nint threshold) => Set(Slot.Threshold, threshold);

    /// <summary>From now on no block is asked of managed code.</summary>
    public void Close() => Set(Slot.Threshold, -1); // The largest unsigned number.

    /// <summary>
    /// From now on managed code is not called at all: what is given back stays taken. For the end of the process, when native destructors
    /// still run but the runtime no longer does.
    /// </summary>
    public void CutOff()
    {
        Close();
        Set(Slot.ManagedRelease, _code + NothingOffset);
    }

    private void Set(Slot slot, nint value) => Volatile.Write(ref ((nint*)(_code + PageSize))[(int)slot], value);
}

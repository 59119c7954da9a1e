using System.Runtime.InteropServices;
using static SimClr.Core.Numerics.Memory.SystemCalls;

namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// libtorch's default allocator on the CPU, a C++ object, and all that must be known to put another in its place. What is not exactly as
/// expected is not guessed: <see cref="TryFind"/> then finds nothing.
/// </summary>
/// <remarks>
/// c10/core/Allocator.h declares the virtual functions ~Allocator (two words in the table), allocate, is_simple_data_ptr, raw_deleter and
/// copy_data. Checked are the table's address and size by its symbol, the third function by its own, and the second and fourth by what they
/// return.
/// </remarks>
internal sealed unsafe class DefaultAllocator
{
    private const int TableWords = 8; // offset to top, type, and six functions
    private const int FirstFunction = 2;
    private const int AllocateAt = 2;
    private const int IsSimpleAt = 3;
    private const int RawDeleterAt = 4;
    private const int DataPtrWords = 4; // data, deleter, context, device; libstdc++ lays a tuple out from its end
    private const int DeleterAt = 1;
    private const int ContextAt = 2;
    private const int DeviceAt = 3;
    private const nint Untouched = 0x5a5a5a5a;
    private const nint DeviceMask = 0xffff; // a byte for the kind, a byte for the index

    private readonly nint _object;
    private readonly nint* _functions;
    private readonly delegate* unmanaged<nint> _current;
    private readonly delegate* unmanaged<nint, byte, void> _replace;

    private DefaultAllocator(nint library)
    {
        _current = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "_ZN3c1015GetCPUAllocatorEv");
        _replace = (delegate* unmanaged<nint, byte, void>)NativeLibrary.GetExport(library, "_ZN3c1015SetCPUAllocatorEPNS_9AllocatorEh");
        _object = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "_ZN3c1022GetDefaultCPUAllocatorEv"))();
        _functions = *(nint**)_object;
    }

    /// <summary>Its function allocate.</summary>
    public nint Allocate => _functions[AllocateAt];

    /// <summary>Frees its blocks.</summary>
    public nint Release { get; private set; }

    /// <summary>The word of a DataPtr that says that its memory is the CPU's.</summary>
    private nint Device { get; set; }

    /// <summary>The allocator that libtorch uses now.</summary>
    public nint Current => _current();

    /// <summary>Whether libtorch uses this allocator now, so that nobody has replaced it.</summary>
    public bool IsCurrent => Current == _object;

    /// <summary>Finds the allocator, if libtorch is loaded and is the one expected.</summary>
    public static DefaultAllocator? TryFind()
    {
        try
        {
            nint library = FindLoaded("libc10.so");
            if (library == 0)
                return null;
            DefaultAllocator found = new(library);
            return found.HasExpectedTable(library) && found.ReturnsExpectedBlocks() ? found : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a DataPtr.</summary>
    /// <param name="dataPtr">Where to.</param>
    /// <param name="block">The memory; what the deleter is given.</param>
    /// <param name="release">The deleter.</param>
    public void Write(nint* dataPtr, nint block, nint release)
    {
        dataPtr[0] = block;
        dataPtr[DeleterAt] = release;
        dataPtr[ContextAt] = block;
        dataPtr[DeviceAt] = Device;
    }

    /// <summary>Makes a C++ object that differs from this one in two functions. It is never freed: storages keep its address.</summary>
    public nint CreateVariant(nint allocate, nint rawDeleter)
    {
        nint* table = (nint*)NativeMemory.Alloc(TableWords + 1, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>(_functions - FirstFunction, TableWords).CopyTo(new Span<nint>(table, TableWords));
        table[FirstFunction + AllocateAt] = allocate;
        table[FirstFunction + RawDeleterAt] = rawDeleter;
        nint* variant = table + TableWords;
        *variant = (nint)(table + FirstFunction);
        return (nint)variant;
    }

    /// <summary>Has libtorch use another allocator from now on.</summary>
    public void ReplaceBy(nint allocator) => _replace(allocator, 0);

    /// <summary>Has libtorch use this allocator again.</summary>
    public void Restore() => _replace(_object, 0);

    private bool HasExpectedTable(nint library)
    {
        nint table = NativeLibrary.GetExport(library, "_ZTVN3c1019DefaultCPUAllocatorE");
        return (nint)(_functions - FirstFunction) == table
            && SymbolSize(table) == TableWords * sizeof(nint)
            && _functions[-2] == 0
            && _functions[-1] == NativeLibrary.GetExport(library, "_ZTIN3c1019DefaultCPUAllocatorE")
            && _functions[IsSimpleAt] == NativeLibrary.GetExport(library, "_ZNK3c109Allocator18is_simple_data_ptrERKNS_7DataPtrE");
    }

    private bool ReturnsExpectedBlocks()
    {
        nint* words = stackalloc nint[2 * DataPtrWords];
        new Span<nint>(words, 2 * DataPtrWords).Fill(Untouched);
        nint release = ((delegate* unmanaged<nint, nint>)_functions[RawDeleterAt])(_object);
        nint* result = ((delegate* unmanaged<nint*, nint, nuint, nint*>)Allocate)(words, _object, 64);
        bool expected = result == words
            && words[0] != 0
            && words[DeleterAt] == release
            && words[ContextAt] == words[0]
            && words[DeviceAt] != Untouched
            && new ReadOnlySpan<nint>(words + DataPtrWords, DataPtrWords).IndexOfAnyExcept(Untouched) < 0;
        if (!expected)
            return false;
        ((delegate* unmanaged<nint, void>)release)(words[ContextAt]);
        (Release, Device) = (release, words[DeviceAt] & DeviceMask);
        return true;
    }
}

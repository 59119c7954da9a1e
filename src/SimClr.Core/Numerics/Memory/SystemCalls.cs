using System.Runtime.InteropServices;

namespace SimClr.Core.Numerics.Memory;

/// <summary>What the library asks of Linux's memory management and dynamic linker; glibc's names and x86-64's numbers.</summary>
internal static partial class SystemCalls
{
    /// <summary>The address that <see cref="Map(nint, Access)"/> returns on failure.</summary>
    public const nint MapFailed = -1;

    private const string LibC = "libc.so.6";
    private const int PrivateAnonymous = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS
    private const int LoadedOnly = 0x5; // RTLD_LAZY | RTLD_NOLOAD
    private const int SymbolEntry = 1; // RTLD_DL_SYMENT

    /// <summary>PROT_READ, PROT_WRITE and PROT_EXEC.</summary>
    [Flags]
    public enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
        Execute = 4,
    }

    /// <summary>MADV_DONTNEED and MADV_HUGEPAGE.</summary>
    public enum Advice
    {
        DontNeed = 4,
        HugePage = 14,
    }

    /// <summary>New memory, all zeros. With <see cref="Access.None"/> it is addresses only and counts nowhere.</summary>
    public static nint Map(nint length, Access access) => Map(0, length, access, PrivateAnonymous, -1, 0);

    /// <summary>The library of this file name, if the process has loaded it; otherwise 0.</summary>
    public static nint FindLoaded(string fileName) => Open(fileName, LoadedOnly);

    /// <summary>The size of the exported symbol at this address, as its library states it; 0 if there is none.</summary>
    public static unsafe long SymbolSize(nint address)
    {
        Elf64Symbol* symbol = null;
        nint* information = stackalloc nint[4]; // Dl_info
        bool found = FindSymbol(address, information, &symbol, SymbolEntry) != 0 && symbol != null && information[3] == address;
        return found ? symbol->Size : 0;
    }

    [DllImport(LibC, EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Protect(nint start, nint length, Access access);

    [DllImport(LibC, EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Advise(nint start, nint length, Advice advice);

    [DllImport(LibC, EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Unmap(nint start, nint length);

    [DllImport(LibC, EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetMallocOption(int option, int value);

    [DllImport(LibC, EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint start, nint length, Access access, int flags, int descriptor, nint offset);

    [DllImport(LibC, EntryPoint = "dlopen", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open(string fileName, int flags);

    [DllImport(LibC, EntryPoint = "dladdr1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int FindSymbol(nint address, nint* information, Elf64Symbol** symbol, int flags);

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    private struct Elf64Symbol
    {
        [FieldOffset(16)]
        public long Size;
    }
}

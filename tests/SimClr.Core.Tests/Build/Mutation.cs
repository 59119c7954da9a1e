using SimClr.Core.Build;
using static SimClr.Core.Build.NativeLibraryRepair;

namespace SimClr.Core.Tests.Build;

/// <summary>A way in which a file may look otherwise than described, and a part of the message that must tell so.</summary>
internal sealed record Mutation(string Name, Action<byte[], ElfFile> Apply, string Message)
{
    private const ulong Needed = 1;
    private const ulong RunPath = 29;
    private const ulong StringTable = 5;

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("32-bit", (file, _) => file[4] = 1, "not a little-endian 64-bit ELF file"),
        new("big-endian", (file, _) => file[5] = 2, "not a little-endian 64-bit ELF file"),
        new("not ELF", (file, _) => file.Put(0, "PK"), "not a little-endian 64-bit ELF file"),
        new("ARM", (file, _) => file.Put<ushort>(18, 183), "number 183, not x86-64"),
        new("executable", (file, _) => file.Put<ushort>(16, 2), "not a shared library"),
        new("no section table", (file, _) => file.Put<ushort>(60, 0), "0 sections of the kind .dynsym"),
        new("loader sees another string table", (file, _) => file.Put(file.DynamicValue(StringTable), 0x1000UL), "disagree"),
        new("second symbol with the version", (file, elf) => file.Put(elf.VersionOffset(1), elf.Need(NewVersion).Index), "2 symbols use"),
        new("second, hidden symbol",
            (file, elf) => file.Put(elf.VersionOffset(1), (ushort)(elf.Need(NewVersion).Index | 0x8000)), "2 symbols use"),
        new("no symbol with the version", (file, elf) => file.Put<ushort>(elf.VersionOffset(Marker(elf)), 1), "0 symbols use"),
        new("marker defined here", (file, elf) => file.Put<ushort>(file.SymbolEntry(Marker(elf)) + 6, 12), "not an undefined"),
        new("another symbol has the version", (file, elf) => file.Put(MarkerText(elf), "_ZSt21ios_base_library_initx"), "1 symbols use"),
        new("name shared with a symbol", (file, elf) => file.Put(file.SymbolEntry(1), MarkerName(elf) + 5), "is shared"),
        new("name's end shared with a symbol",
            (file, elf) => file.Put(file.SymbolEntry(1), MarkerName(elf) + (uint)NewSymbol.Length), "is shared"),
        new("name shared with a library", (file, elf) => file.Put(file.DynamicValue(Needed), (ulong)MarkerName(elf)), "is shared"),
        new("name shared with the run path", (file, elf) => file.Put(file.DynamicValue(RunPath), MarkerName(elf) + 3UL), "is shared"),
        new("name shared with a version", (file, elf) => file.Put(elf.Needs[0].NameOffset, MarkerName(elf) + 1), "is shared"),
        new("name is the end of a longer one", (file, elf) => file.Put(MarkerText(elf) - 1, "x"), "is shared"),
        new("old version not needed",
            (file, elf) => file.Put(elf.Need(OldVersion).NameOffset, NameOfVersion(file, elf, "GLIBCXX_3.4.9")), "0 times"),
        new("old version needed twice",
            (file, elf) => file.Put(elf.Need("GLIBCXX_3.4.9").NameOffset, NameOfVersion(file, elf, OldVersion)), "2 times"),
        new("another new version needed",
            (file, elf) => file.Put(VersionText(file, elf, "GLIBCXX_3.4.29"), "GLIBCXX_3.4.33"), "GLIBCXX_3.4.33, GLIBCXX_3.4.32"),
        new("new version needed twice",
            (file, elf) => file.Put(
                elf.Need("GLIBCXX_3.4.9").NameOffset, NameOfVersion(file, elf, NewVersion)), "not GLIBCXX_3.4.32 alone"),
        new("new ABI version needed", (file, elf) => file.Put(VersionText(file, elf, "CXXABI_1.3.13"), "CXXABI_1.3.15"), "CXXABI_1.3.15"),
        new("number of the version used twice", (file, elf) => file.Put(elf.Needs[0].Offset + 6, elf.Need(NewVersion).Index), "twice"),
        new("chain cut short", (file, elf) => file.Put(elf.Need("GLIBCXX_3.4.29").Offset + 12, 0u), "disagree"),
        new("chain leaves its section", (file, elf) => file.Put(elf.Need("GLIBCXX_3.4.29").Offset + 12, 0x7fffffffu), "leaves its section"),
        new("name outside the string table", (file, elf) => file.Put(elf.Needs[0].NameOffset, 0xffffffffu), "outside its string table"),
    ];

    public override string ToString() => Name;

    private static int Marker(ElfFile elf) => elf.Symbol(NewSymbol);

    private static uint MarkerName(ElfFile elf) => elf.NameOf(Marker(elf));

    private static int MarkerText(ElfFile elf) => elf.Strings.Offset + (int)MarkerName(elf);

    private static uint NameOfVersion(byte[] file, ElfFile elf, string version)
        => BitConverter.ToUInt32(file, elf.Need(version).NameOffset);

    private static int VersionText(byte[] file, ElfFile elf, string version) => elf.Strings.Offset + (int)NameOfVersion(file, elf, version);
}

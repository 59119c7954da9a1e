using System.Collections.Generic;
using System.Linq;

namespace SimClr.Core.Build;

/// <summary>The few tables of an x86-64 ELF shared library that symbol versioning needs.</summary>
/// <remarks>Layouts: System V ABI, chapters 4 and 5; Linux Standard Base, "Symbol Versioning".</remarks>
internal sealed class ElfFile
{
    private const ushort SharedObject = 3;
    private const ushort Amd64 = 62;
    private const uint StringTable = 3;
    private const uint Dynamic = 6;
    private const uint DynamicSymbols = 11;
    private const uint VersionDefinitions = 0x6ffffffd;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionOfSymbols = 0x6fffffff;
    private const int SymbolSize = 24;

    private readonly ElfReader _reader;
    private readonly ElfSection _symbols;
    private readonly ElfSection _versions;
    private readonly DynamicTable _dynamic;
    private readonly VersionNeedTable _needs;

    /// <summary>Reads the section table and the needed versions.</summary>
    /// <exception cref="ElfFormatException">It is not an x86-64 ELF shared library with symbol versions, or contradicts itself.</exception>
    public ElfFile(byte[] bytes)
    {
        _reader = new ElfReader(bytes);
        RequireHeader();
        _symbols = Section(DynamicSymbols, ".dynsym");
        _versions = Section(VersionOfSymbols, ".gnu.version");
        ElfSection needs = Section(VersionNeeds, ".gnu.version_r");
        ElfSection dynamic = Section(Dynamic, ".dynamic");
        if (needs.Link != _symbols.Link || dynamic.Link != _symbols.Link || !Headers(StringTable).Contains(Header(_symbols.Link)))
            throw new ElfFormatException("its dynamic tables do not share one string table");
        if (Headers(VersionDefinitions).Any())
            throw new ElfFormatException("it defines symbol versions of its own");
        if (_versions.Size != SymbolCount * 2)
            throw new ElfFormatException($"it has {SymbolCount} dynamic symbols but versions for {_versions.Size / 2}");

        Strings = new ElfSection(_reader, Header(_symbols.Link));
        _needs = new VersionNeedTable(_reader, needs, Strings);
        _dynamic = new DynamicTable(_reader, dynamic);
        _dynamic.RequireTables(Strings, _symbols, _versions, needs);
    }

    /// <summary>Number of dynamic symbols.</summary>
    public int SymbolCount => _symbols.Size / SymbolSize;

    /// <summary>The dynamic string table.</summary>
    public ElfSection Strings { get; }

    /// <summary>The versions needed from other libraries.</summary>
    public IReadOnlyList<VersionNeed> Needs => _needs.Entries;

    /// <summary>Offset of a symbol's name within <see cref="Strings"/>.</summary>
    public uint NameOf(int symbol) => _reader.UInt32(_symbols.Offset + symbol * SymbolSize);

    /// <summary>True where the symbol is needed, not defined, by this file.</summary>
    public bool IsUndefined(int symbol) => _reader.UInt16(_symbols.Offset + symbol * SymbolSize + 6) == 0;

    /// <summary>A symbol's version: the <see cref="VersionNeed.Index"/> of a need, or 0 or 1 for none.</summary>
    public int VersionOf(int symbol) => _reader.UInt16(VersionOffset(symbol)) & VersionNeed.IndexMask;

    /// <summary>File offset of a symbol's version (two bytes).</summary>
    public int VersionOffset(int symbol) => _versions.Offset + symbol * 2;

    /// <summary>A string of the dynamic string table.</summary>
    public string Text(uint offset) => _reader.Text(Strings, offset);

    /// <summary>
    /// Every use of the string table but by one symbol: offsets of names of symbols, libraries, versions and search paths.
    /// </summary>
    public IEnumerable<uint> NamesBut(int symbol)
        => Enumerable.Range(0, SymbolCount).Where(other => other != symbol).Select(NameOf).Concat(_needs.Names).Concat(_dynamic.Names);

    private void RequireHeader()
    {
        if (_reader.Length < 64 || _reader.UInt32(0) != 0x464c457f || _reader.UInt16(4) != 0x0102)
            throw new ElfFormatException("it is not a little-endian 64-bit ELF file");
        if (_reader.UInt16(18) != Amd64)
            throw new ElfFormatException($"its processor is number {_reader.UInt16(18)}, not x86-64 ({Amd64})");
        if (_reader.UInt16(16) != SharedObject || _reader.UInt16(58) != ElfSection.HeaderSize)
            throw new ElfFormatException("it is not a shared library with a section table");
        _reader.UInt64(Header(_reader.UInt16(60)) - sizeof(ulong)); // The section table ends inside the file.
    }

    private ElfSection Section(uint type, string name)
    {
        long[] headers = Headers(type).ToArray();
        return headers.Length == 1
            ? new ElfSection(_reader, headers[0])
            : throw new ElfFormatException($"it has {headers.Length} sections of the kind {name}, not one");
    }

    private IEnumerable<long> Headers(uint type)
        => Enumerable.Range(0, _reader.UInt16(60)).Select(index => Header((uint)index)).Where(header => _reader.UInt32(header + 4) == type);

    private long Header(uint index) => (long)_reader.UInt64(40) + (long)index * ElfSection.HeaderSize;
}

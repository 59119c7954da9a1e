using System;
using System.Collections.Generic;
using System.Text;

namespace SimClr.Core.Build;

/// <summary>The few tables of a little-endian ELF64 shared library that symbol versioning needs, over the file's bytes.</summary>
/// <remarks>Layouts: System V ABI, chapter 4 and 5; Linux Standard Base, "Symbol Versioning".</remarks>
internal sealed class ElfFile
{
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionOfSymbols = 0x6fffffff;
    private const ushort Amd64 = 62;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const int NeedSize = 16;

    private readonly byte[] _bytes;
    private readonly int _symbols;
    private readonly int _versions;
    private readonly int _needs;

    /// <summary>Reads the section table.</summary>
    /// <exception cref="ElfFormatException">The file is not an x86-64 ELF shared library with symbol versions.</exception>
    public ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 64 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F' || bytes[4] != 2 || bytes[5] != 1)
            throw new ElfFormatException("it is not a little-endian 64-bit ELF file");
        if (UInt16(18) != Amd64)
            throw new ElfFormatException($"its processor is number {UInt16(18)}, not x86-64 (62)");

        int symbols = Section(DynamicSymbols, ".dynsym");
        int versions = Section(VersionOfSymbols, ".gnu.version");
        int needs = Section(VersionNeeds, ".gnu.version_r");
        _symbols = Offset(symbols + 24);
        SymbolCount = Offset(symbols + 32) / SymbolSize;
        _versions = Offset(versions + 24);
        _needs = Offset(needs + 24);
        int strings = Header((int)UInt32(symbols + 40));
        Strings = Offset(strings + 24);
        StringsLength = Offset(strings + 32);
        if (Header((int)UInt32(needs + 40)) != strings)
            throw new ElfFormatException("its symbols and its version needs use different string tables");
    }

    /// <summary>Number of dynamic symbols.</summary>
    public int SymbolCount { get; }

    /// <summary>File offset of the dynamic string table.</summary>
    public int Strings { get; }

    /// <summary>Length of the dynamic string table in bytes.</summary>
    public int StringsLength { get; }

    /// <summary>Offset of a symbol's name within <see cref="Strings"/>.</summary>
    public int SymbolName(int symbol) => (int)UInt32(_symbols + symbol * SymbolSize);

    /// <summary>True where the symbol is needed, not defined, by this file.</summary>
    public bool IsUndefined(int symbol) => UInt16(_symbols + symbol * SymbolSize + 6) == 0;

    /// <summary>File offset of a symbol's version index (two bytes).</summary>
    public int SymbolVersion(int symbol) => _versions + symbol * 2;

    /// <summary>The version needs of one library, as file offsets of their 16-byte entries.</summary>
    public IEnumerable<int> NeedsOf(string library)
    {
        for (int need = _needs, step = -1; step != 0; need += step)
        {
            step = Offset32(need + 12);
            if (Text(Offset32(need + 4)) != library)
                continue;
            for (int entry = need + Offset32(need + 8), next = -1; next != 0; entry += next)
            {
                next = Offset32(entry + 12);
                Check(entry, NeedSize);
                yield return entry;
            }
        }
    }

    /// <summary>A zero-terminated string of the dynamic string table.</summary>
    public string Text(int offset)
    {
        int start = Strings + offset;
        Check(start, 1);
        int end = Array.IndexOf(_bytes, (byte)0, start);
        if (end < 0)
            throw new ElfFormatException("a name in its string table does not end");
        return Encoding.ASCII.GetString(_bytes, start, end - start);
    }

    /// <summary>Reads two bytes.</summary>
    public ushort UInt16(int offset)
    {
        Check(offset, 2);
        return BitConverter.ToUInt16(_bytes, offset);
    }

    /// <summary>Reads four bytes.</summary>
    public uint UInt32(int offset)
    {
        Check(offset, 4);
        return BitConverter.ToUInt32(_bytes, offset);
    }

    private int Section(uint type, string name)
    {
        int count = UInt16(60);
        for (int index = 0; index < count; index++)
            if (UInt32(Header(index) + 4) == type)
                return Header(index);
        throw new ElfFormatException($"it has no section {name}");
    }

    private int Header(int index) => Offset(40) + index * SectionHeaderSize;

    private int Offset(int at)
    {
        Check(at, 8);
        ulong value = BitConverter.ToUInt64(_bytes, at);
        return value <= (ulong)_bytes.Length ? (int)value : throw new ElfFormatException($"an offset in its tables, {value}, lies outside the file");
    }

    private int Offset32(int at)
    {
        uint value = UInt32(at);
        return value <= (uint)_bytes.Length ? (int)value : throw new ElfFormatException($"an offset in its tables, {value}, lies outside the file");
    }

    private void Check(int offset, int length)
    {
        if (offset < 0 || offset > _bytes.Length - length)
            throw new ElfFormatException("its tables reach beyond the end of the file");
    }
}

using System.Collections.Generic;
using System.Linq;

namespace SimClr.Core.Build;

/// <summary>The section .dynamic: what the loader goes by, since it never looks at the section table.</summary>
internal sealed class DynamicTable
{
    private const int EntrySize = 16;
    private const ulong Strings = 5;
    private const ulong Symbols = 6;
    private const ulong VersionOfSymbols = 0x6ffffff0;
    private const ulong VersionNeeds = 0x6ffffffe;

    // Needed, name, run paths, configuration, auditors, auxiliary and filter: the tags whose value is an offset in the string table.
    private static readonly ulong[] StringTags = [1, 14, 15, 29, 0x6ffffefa, 0x6ffffefb, 0x6ffffefc, 0x7ffffffd, 0x7fffffff];

    private readonly List<KeyValuePair<ulong, ulong>> _entries = [];

    public DynamicTable(ElfReader reader, ElfSection section)
    {
        for (int entry = section.Offset; entry <= section.End - EntrySize; entry += EntrySize)
            _entries.Add(new KeyValuePair<ulong, ulong>(reader.UInt64(entry), reader.UInt64(entry + 8)));
    }

    /// <summary>Offsets in the string table of all names that the entries refer to.</summary>
    public IEnumerable<uint> Names => _entries.Where(entry => StringTags.Contains(entry.Key)).Select(entry => (uint)entry.Value);

    /// <summary>Makes sure that the loader's tables are the ones found in the section table.</summary>
    /// <exception cref="ElfFormatException">They are others.</exception>
    public void RequireTables(ElfSection strings, ElfSection symbols, ElfSection versions, ElfSection needs)
    {
        bool agrees = Is(Strings, strings) && Is(Symbols, symbols) && Is(VersionOfSymbols, versions) && Is(VersionNeeds, needs);
        if (!agrees)
            throw new ElfFormatException("its section table and its dynamic table disagree");
    }

    private bool Is(ulong tag, ElfSection section)
        => _entries.Where(entry => entry.Key == tag).Select(entry => entry.Value).SequenceEqual([section.Address]);
}

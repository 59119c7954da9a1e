using System.Collections.Generic;

namespace SimClr.Core.Build;

/// <summary>Reads the section .gnu.version_r: a chain of libraries, each with a chain of versions needed from it.</summary>
internal sealed class VersionNeedTable
{
    private readonly ElfReader _reader;
    private readonly ElfSection _section;
    private readonly ElfSection _strings;
    private readonly List<VersionNeed> _entries = [];
    private readonly List<uint> _names = [];

    public VersionNeedTable(ElfReader reader, ElfSection section, ElfSection strings)
    {
        _reader = reader;
        _section = section;
        _strings = strings;
        long library = section.Offset;
        for (uint number = 0; number < section.Info; number++)
        {
            ReadLibrary(library);
            library += _reader.UInt32(library + 12);
        }
    }

    /// <summary>The versions needed, in the file's order.</summary>
    public IReadOnlyList<VersionNeed> Entries => _entries;

    /// <summary>Offsets in the string table of all names of libraries and versions.</summary>
    public IReadOnlyList<uint> Names => _names;

    private void ReadLibrary(long library)
    {
        RequireEntry(library);
        string name = _reader.Text(_strings, Name(library + 4));
        int count = _reader.UInt16(library + 2);
        long entry = library + _reader.UInt32(library + 8);
        for (int number = 0; number < count; number++)
        {
            RequireEntry(entry);
            ushort index = (ushort)(_reader.UInt16(entry + 6) & VersionNeed.IndexMask);
            _entries.Add(new VersionNeed((int)entry, name, _reader.Text(_strings, Name(entry + 8)), index));
            entry += _reader.UInt32(entry + 12);
        }
    }

    private uint Name(long offset)
    {
        uint name = _reader.UInt32(offset);
        _names.Add(name);
        return name;
    }

    // Every entry adds one name: more names than entries have room means that the chains run in a circle.
    private void RequireEntry(long offset)
    {
        if (offset < _section.Offset || offset > _section.End - VersionNeed.Size || _names.Count >= _section.Size / VersionNeed.Size)
            throw new ElfFormatException("its chain of needed versions leaves its section or runs in a circle");
    }
}

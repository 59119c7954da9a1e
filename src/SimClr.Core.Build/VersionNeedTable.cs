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
        for (uint left = section.Info; left > 0; left--)
        {
            ReadLibrary(library);
            library += Step(library + 12, left == 1);
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
        for (int left = count; left > 0; left--)
        {
            RequireEntry(entry);
            ushort index = (ushort)(_reader.UInt16(entry + 6) & VersionNeed.IndexMask);
            _entries.Add(new VersionNeed((int)entry, name, _reader.Text(_strings, Name(entry + 8)), index));
            entry += Step(entry + 12, left == 1);
        }
    }

    // The loader follows a chain to its step of 0 and ignores the number of entries: the two have to agree.
    private uint Step(long offset, bool last)
    {
        uint step = _reader.UInt32(offset);
        return step == 0 == last ? step : throw new ElfFormatException("a chain of needed versions and its number of entries disagree");
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

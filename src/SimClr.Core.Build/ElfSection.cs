namespace SimClr.Core.Build;

/// <summary>One entry of the section header table (System V ABI, chapter 4, "Sections"); its content lies inside the file.</summary>
internal readonly struct ElfSection
{
    /// <summary>Size of one section header in the file.</summary>
    public const int HeaderSize = 64;

    /// <summary>Reads the header at an offset.</summary>
    /// <exception cref="ElfFormatException">The section's content does not lie inside the file.</exception>
    public ElfSection(ElfReader reader, long header)
    {
        ulong offset = reader.UInt64(header + 24);
        ulong size = reader.UInt64(header + 32);
        if (offset > (ulong)reader.Length || size > (ulong)reader.Length - offset)
            throw new ElfFormatException($"a section of {size} bytes at {offset} does not lie inside its {reader.Length} bytes");
        Address = reader.UInt64(header + 16);
        Offset = (int)offset;
        Size = (int)size;
        Link = reader.UInt32(header + 40);
        Info = reader.UInt32(header + 44);
    }

    /// <summary>Where the loader maps the content.</summary>
    public ulong Address { get; }

    /// <summary>File offset of the content.</summary>
    public int Offset { get; }

    /// <summary>Length of the content in bytes.</summary>
    public int Size { get; }

    /// <summary>File offset just behind the content.</summary>
    public int End => Offset + Size;

    /// <summary>Index of the section that this one refers to, here always its string table.</summary>
    public uint Link { get; }

    /// <summary>Number of entries, where the section's type says so.</summary>
    public uint Info { get; }
}

namespace SimClr.Core.Build;

/// <summary>One symbol version that a file needs from one library (Linux Standard Base, "Symbol Versioning", Elfxx_Vernaux).</summary>
internal readonly struct VersionNeed
{
    /// <summary>Size of one entry in the file.</summary>
    public const int Size = 16;

    /// <summary>The bits of a symbol's version that are its index; the highest one marks hidden symbols.</summary>
    public const int IndexMask = 0x7fff;

    public VersionNeed(int offset, string library, string version, ushort index)
    {
        Offset = offset;
        Library = library;
        Version = version;
        Index = index;
    }

    /// <summary>File offset of the entry.</summary>
    public int Offset { get; }

    /// <summary>File offset of the version's hash (four bytes).</summary>
    public int HashOffset => Offset;

    /// <summary>File offset of the version's name, itself an offset in the string table (four bytes).</summary>
    public int NameOffset => Offset + 8;

    /// <summary>The library that must have the version, such as libstdc++.so.6.</summary>
    public string Library { get; }

    /// <summary>The version's name, such as GLIBCXX_3.4.</summary>
    public string Version { get; }

    /// <summary>The number by which symbols refer to this entry.</summary>
    public ushort Index { get; }
}

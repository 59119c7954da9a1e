using System.IO.Compression;
using System.IO.Hashing;
using SimClr.Core.Validation;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Arrays in a zip archive, by name. What an entry says of its length is checked before memory is taken for it.</summary>
internal sealed class NpzArchive : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly long _length;

    /// <summary>Reads the archive's table.</summary>
    /// <param name="stream">Borrowed.</param>
    /// <exception cref="EmbeddingFileException">This is no zip archive.</exception>
    public NpzArchive(FileStream stream)
    {
        _length = stream.Length;
        _archive = Guard(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        _ = Guard(() => _archive.Entries);
    }

    /// <summary>All entries, for messages.</summary>
    public string Names
        => _archive.Entries.Count == 0 ? "nothing" : LongList.Join([.. _archive.Entries.Select(entry => $"'{entry.FullName}'")]);

    /// <summary>The entry of an array.</summary>
    public static string EntryOf(string name) => name + ".npy";

    /// <summary>Reads an array; the default value if it is not there.</summary>
    /// <exception cref="EmbeddingFileException">The array is there twice or damaged, or it is not what <paramref name="read"/> expects.</exception>
    public T? Read<T>(string name, Func<LimitedInput, T> read) => Guard(() =>
    {
        ZipArchiveEntry[] entries = [.. _archive.Entries.Where(entry => entry.FullName == EntryOf(name))];
        if (entries.Length == 0)
            return default;
        if (entries.Length > 1)
            throw new EmbeddingFileException($"Expected one array '{name}' in the archive, found {entries.Length}.");
        RequireLength(entries[0], name);
        using Stream stream = entries[0].Open();
        Crc32 checksum = new();
        T array = read(new LimitedInput(stream, entries[0].Length, checksum));
        RequireChecksum(entries[0], checksum, name);
        return array;
    });

    public void Dispose() => _archive.Dispose();

    // A stored entry cannot be longer than the file. A compressed one is unpacked twice, because it may be shorter than it says.
    private void RequireLength(ZipArchiveEntry entry, string name)
    {
        if (entry.Length == entry.CompressedLength && entry.Length <= _length)
            return;
        using Stream stream = entry.Open();
        byte[] piece = new byte[1 << 16];
        long found = 0;
        while (found <= entry.Length && stream.Read(piece) is > 0 and int read)
            found += read;
        if (found != entry.Length)
            throw new EmbeddingFileException($"The array '{name}' is said to have {entry.Length} bytes, but has {(found < entry.Length ? $"{found}" : "more")}.");
    }

    // Readers of arrays read them to their ends, so this is the checksum of all.
    private static void RequireChecksum(ZipArchiveEntry entry, Crc32 read, string name)
    {
        uint found = read.GetCurrentHashAsUInt32();
        if (found != entry.Crc32)
            throw new EmbeddingFileException($"The array '{name}' is damaged: its CRC-32 is {found:x8} instead of {entry.Crc32:x8}.");
    }

    // What the framework throws where the archive's own structure is damaged.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new EmbeddingFileException($"Expected a zip archive of NumPy arrays (.npz), but it is damaged, or none: {exception.Message}", exception);
        }
    }
}

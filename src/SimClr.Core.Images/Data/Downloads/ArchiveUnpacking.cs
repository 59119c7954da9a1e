using System.Formats.Tar;
using System.IO.Compression;
using SimClr.Core.Files;

namespace SimClr.Core.Data.Downloads;

/// <summary>Takes the expected files out of an archive (.tar.gz), all or none.</summary>
internal sealed class ArchiveUnpacking(DataSetDescription description, IProgress<DataSetProgress>? progress)
{
    private const int MostEntries = 1000;
    private const long MostBytesAside = 1 << 20;
    private const int PieceBytes = 1 << 20;

    private long _done;

    /// <exception cref="DataSetException">The archive is damaged, hostile, or lacks a file.</exception>
    public async Task RunAsync(string archive, string target, CancellationToken cancellationToken)
    {
        string temporary = target + ".unpacking";
        RemoveFolder(temporary);
        Directory.CreateDirectory(temporary);
        try
        {
            await ExtractAsync(archive, temporary, cancellationToken).ConfigureAwait(false);
            if (description.Missing(temporary) is { } missing)
                throw new InvalidDataException($"{missing}.");
            FolderFlush.Flush(temporary);
            Directory.Move(temporary, target);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or ArgumentException or FormatException
            or InvalidOperationException or OverflowException or NotSupportedException)
        {
            throw new DataSetException($"{archive}: {description.Name} cannot be unpacked: {failure.Message}", failure);
        }
        finally
        {
            RemoveFolder(temporary);
        }

        FolderFlush.Flush(Path.GetDirectoryName(target)!);
    }

    private async Task ExtractAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(archive);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader tar = new(unzipped);
        int entries = 0;
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (++entries > MostEntries)
                throw new InvalidDataException($"it has more than {MostEntries} entries.");
            if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
                continue;
            string name = SafeName(entry);
            DataSetFile expected = description.Files.FirstOrDefault(candidate => name == $"{description.Folder}/{candidate.Name}");
            if (expected.Name is not null && entry.EntryType != TarEntryType.Directory)
                await TakeAsync(entry, expected, Path.Combine(folder, expected.Name), cancellationToken).ConfigureAwait(false);
            else if (entry.Length > MostBytesAside)
                throw new InvalidDataException($"expected nothing but {description.Name}, but {name} has {entry.Length} bytes.");
        }
    }

    /// <summary>The entry's path, once it is clear that it lies below the archive's root and is nothing but a file or folder.</summary>
    private static string SafeName(TarEntry entry)
    {
        string name = entry.Name.Replace('\\', '/');
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory))
        {
            throw new InvalidDataException($"expected files and folders, but {name} is of the kind {entry.EntryType}.");
        }

        if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains(".."))
            throw new InvalidDataException($"the path {name} leads out of the archive.");
        return name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
    }

    private async Task TakeAsync(TarEntry entry, DataSetFile expected, string path, CancellationToken cancellationToken)
    {
        if (expected.IsOptional ? entry.Length > expected.Bytes : entry.Length != expected.Bytes)
        {
            string most = expected.IsOptional ? "at most " : "";
            throw new InvalidDataException($"expected {expected.Name} with {most}{expected.Bytes} bytes, but it has {entry.Length}.");
        }

        if (File.Exists(path))
            throw new InvalidDataException($"{expected.Name} is there twice.");
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        byte[] piece = new byte[PieceBytes];
        while (entry.DataStream is { } data
            && await data.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and int read)
        {
            await file.WriteAsync(piece.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            progress?.Report(new DataSetProgress(DataSetStep.Unpacking, _done += read, description.UnpackedBytes));
        }

        file.Flush(flushToDisk: true);
    }

    private static void RemoveFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}

namespace SimClr.Core.Data.Downloads;

/// <summary>A published data set: one archive (.tar.gz) with one folder of files.</summary>
internal sealed record DataSetDescription
{
    /// <summary>Its name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The address that its authors publish.</summary>
    public required Uri Source { get; init; }

    /// <summary>The archive's file name.</summary>
    public required string Archive { get; init; }

    /// <summary>The archive's exact length.</summary>
    public required long ArchiveBytes { get; init; }

    /// <summary>The archive's MD5, as its authors publish it: 32 lower-case hexadecimal digits.</summary>
    public required string Md5 { get; init; }

    /// <summary>The folder in the archive.</summary>
    public required string Folder { get; init; }

    /// <summary>What is taken out of it.</summary>
    public required IReadOnlyList<DataSetFile> Files { get; init; }

    /// <summary>Waiting time before the second attempt; before the third twice that, and so on.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Space that the unpacked files take.</summary>
    public long UnpackedBytes => Files.Sum(file => file.Bytes);

    /// <summary>Why a folder does not have the files; null if it has.</summary>
    public string? Missing(string folder)
    {
        foreach (DataSetFile file in Files)
        {
            FileInfo found = new(Path.Combine(folder, file.Name));
            if (!file.IsOptional && (!found.Exists || found.Length != file.Bytes))
                return found.Exists ? $"{file.Name} has {found.Length} bytes instead of {file.Bytes}" : $"{file.Name} is missing";
        }

        return null;
    }
}

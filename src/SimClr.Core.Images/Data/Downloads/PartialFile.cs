namespace SimClr.Core.Data.Downloads;

/// <summary>What has been downloaded of a file so far, and beside it from where and of which version.</summary>
/// <remarks>The version is the server's strong ETag or the time of the last change, as the header If-Range takes them (RFC 9110, 13.1.5).</remarks>
internal sealed class PartialFile(string path)
{
    private readonly string _origin = path + ".origin";

    public string Path => path;

    /// <summary>Bytes so far.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The version whose beginning is here; null if there is none, it is of another address, or cannot be resumed.</summary>
    public string? VersionOf(Uri source)
    {
        if (Length == 0 || !File.Exists(_origin))
            return null;
        string[] lines = File.ReadAllLines(_origin);
        return lines is [var address, var version] && address == source.AbsoluteUri && version.Length > 0 ? version : null;
    }

    /// <summary>Begins anew.</summary>
    /// <param name="source">The address.</param>
    /// <param name="version">Null if the server gives none that a download could be resumed by.</param>
    public FileStream Begin(Uri source, string? version)
    {
        Delete();
        File.WriteAllLines(_origin, [source.AbsoluteUri, version ?? ""]);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Goes on at the end.</summary>
    public FileStream Resume() => new(path, FileMode.Append, FileAccess.Write, FileShare.None);

    /// <summary>Renames it to what it has become.</summary>
    public void Keep(string name)
    {
        File.Move(path, name, overwrite: true);
        Delete();
    }

    public void Delete()
    {
        File.Delete(path);
        File.Delete(_origin);
    }
}

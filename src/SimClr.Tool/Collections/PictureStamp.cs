namespace SimClr.Tool.Collections;

/// <summary>What tells a picture file from a changed one.</summary>
/// <param name="Path">In the folder of pictures, with '/' between names.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">When it was last written, in ticks of universal time.</param>
internal sealed record PictureStamp(string Path, long Bytes, long Modified)
{
    /// <summary>Of a file as it is now.</summary>
    public static PictureStamp Of(string folder, string path)
    {
        FileInfo file = new(path);
        return new PictureStamp(RelativePath(folder, path), file.Exists ? file.Length : 0, file.Exists ? file.LastWriteTimeUtc.Ticks : 0);
    }

    /// <summary>A file's path in the folder, the same on every system.</summary>
    public static string RelativePath(string folder, string path)
        => System.IO.Path.GetRelativePath(folder, path).Replace(System.IO.Path.DirectorySeparatorChar, '/');
}

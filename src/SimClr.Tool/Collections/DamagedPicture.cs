using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Collections;

/// <summary>A file that is no picture, or none any more.</summary>
/// <param name="Path">In the folder of pictures.</param>
/// <param name="Reason">What is wrong, in words.</param>
internal sealed record DamagedPicture(string Path, string Reason)
{
    /// <summary>Makes one of a file's full path.</summary>
    public static DamagedPicture Of(string folder, string path, string reason)
    {
        // Many messages begin with the file, which is said beside them.
        string start = $"{path}: ";
        return new(PictureStamp.RelativePath(folder, path), reason.StartsWith(start, StringComparison.Ordinal) ? reason[start.Length..] : reason);
    }

    /// <summary>What to say of a folder in which nothing can be read.</summary>
    public static ToolException NoPictures(string folder, IReadOnlyList<DamagedPicture> damaged)
        => new($"Expected pictures in {folder}, but none of its {damaged.Count} can be read: {damaged[0].Reason}");

    /// <summary>Says how many there are, if any.</summary>
    public static void Tell(IReadOnlyList<DamagedPicture> damaged, Session session)
    {
        if (damaged.Count > 0)
            session.Say($"{damaged.Count:N0} cannot be read; the first: {damaged[0].Path}: {damaged[0].Reason} simclr issues lists all.");
    }
}

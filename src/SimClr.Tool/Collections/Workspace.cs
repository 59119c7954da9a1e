namespace SimClr.Tool.Collections;

/// <summary>The folder in which all results for one folder of pictures are kept.</summary>
internal sealed class Workspace
{
    private Workspace(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The vectors of all pictures.</summary>
    public string Embeddings => In("embeddings.npz");

    /// <summary>What the pictures were when the vectors were made.</summary>
    public string Pictures => In("pictures.json");

    /// <summary>Where a command writes this.</summary>
    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Makes the folder if it is not there.</summary>
    /// <param name="pictures">The folder of pictures.</param>
    /// <param name="output">What the user wants; null for a folder of the pictures' name in simclr/.</param>
    public static Workspace Of(DirectoryInfo pictures, DirectoryInfo? output)
    {
        string name = pictures.Parent is null ? "root" : new DirectoryInfo(Path.TrimEndingDirectorySeparator(pictures.FullName)).Name;
        string folder = output?.FullName ?? Path.GetFullPath(Path.Combine("simclr", name));
        Directory.CreateDirectory(folder);
        return new Workspace(folder);
    }
}

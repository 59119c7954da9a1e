using System.Text;
using SimClr.Core.Files;
using SimClr.Tool.CommandLine;

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

    // Whose workspace it is.
    private string Owner => In("folder.txt");

    /// <summary>Where a command writes this.</summary>
    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Makes the folder if it is not there.</summary>
    /// <param name="pictures">The folder of pictures.</param>
    /// <param name="output">
    /// What the user wants; null for a folder of the pictures' name in simclr/. If another folder of that name has it, and is still there, a
    /// number follows the name: tags of the one must not turn up in the other.
    /// </param>
    public static Workspace Of(DirectoryInfo pictures, DirectoryInfo? output)
    {
        if (output is not null)
            return new Workspace(output.FullName).Make();
        string owner = Path.TrimEndingDirectorySeparator((pictures.ResolveLinkTarget(returnFinalTarget: true) ?? pictures).FullName);
        string name = pictures.Parent is null ? "root" : Path.GetFileName(Path.TrimEndingDirectorySeparator(pictures.FullName));
        string folder = Path.GetFullPath(Path.Combine("simclr", name));
        Workspace workspace = new(folder);
        for (int number = 2; !workspace.IsOf(owner); number++)
            workspace = new Workspace($"{folder}-{number}");
        workspace.Make();
        AtomicFile.Write(workspace.Owner, stream => stream.Write(Encoding.UTF8.GetBytes(owner)));
        return workspace;
    }

    private Workspace Make()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            return this;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Results cannot be kept in {Folder}; --output takes another place. {refusal.Message}");
        }
    }

    private bool IsOf(string owner)
        => !File.Exists(Owner) || File.ReadAllText(Owner) is var known && (known == owner || !Directory.Exists(known));
}

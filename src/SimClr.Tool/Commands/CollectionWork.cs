using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary>What a command on a folder of pictures works with.</summary>
/// <param name="Session">Where to say what is done.</param>
/// <param name="Workspace">Where results are kept.</param>
/// <param name="Model">See <see cref="Models.Open"/>.</param>
/// <param name="Threads">Threads that compute.</param>
internal sealed record CollectionWork(Session Session, Workspace Workspace, FileSystemInfo? Model, int Threads)
{
    /// <summary>The pictures of the folder that the command is about.</summary>
    public PictureCollection Pictures { get; set; } = null!;

    /// <summary>Opens another folder of pictures with the same model.</summary>
    public PictureCollection Open(DirectoryInfo folder, Workspace workspace)
        => PictureCollection.Open(folder, workspace, Model, Threads, Session);
}

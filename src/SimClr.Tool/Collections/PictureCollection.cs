using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Reporting;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Collections;

/// <summary>A folder of pictures with their vectors.</summary>
/// <param name="Folder">The folder's full path.</param>
/// <param name="Embeddings">The vectors of all pictures that can be read, with paths in the folder; owned.</param>
/// <param name="Damaged">The files that cannot.</param>
internal sealed record PictureCollection(string Folder, EmbeddingSet Embeddings, IReadOnlyList<DamagedPicture> Damaged) : IDisposable
{
    /// <summary>The full paths of the pictures, in the order of the vectors.</summary>
    public IReadOnlyList<string> Paths { get; } =
        [.. Enumerable.Range(0, Embeddings.Count).Select(index => Path.GetFullPath(Embeddings.GetPath(index)!, Folder))];

    /// <summary>Embeds what is new in a folder and keeps all vectors in the workspace; those made so far if it is canceled or fails.</summary>
    /// <param name="folder">The folder of pictures.</param>
    /// <param name="workspace">Where vectors are kept.</param>
    /// <param name="model">See <see cref="Models.Open"/>.</param>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="session">Where to say what is done.</param>
    public static PictureCollection Open(DirectoryInfo folder, Workspace workspace, FileSystemInfo? model, int threads, Session session)
    {
        using IImageEmbedder embedder = Models.Open(model, threads);
        EmbeddingWork work = new(folder, workspace, embedder, session);
        session.Say($"{folder.FullName}: {work.Count:N0} pictures, {work.NewCount:N0} to embed with {embedder.ModelId}.");
        work.Run();
        IReadOnlyList<DamagedPicture> damaged = work.Damaged();
        EmbeddingSet set = work.Keep()
            ?? throw DamagedPicture.NoPictures(folder.FullName, damaged);
        DamagedPicture.Tell(damaged, session);
        return new PictureCollection(folder.FullName, set, damaged);
    }

    public void Dispose() => Embeddings.Dispose();
}

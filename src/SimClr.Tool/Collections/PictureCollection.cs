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

    /// <summary>Embeds what is new in a folder and keeps all vectors in the workspace.</summary>
    /// <param name="folder">The folder of pictures.</param>
    /// <param name="workspace">Where vectors are kept.</param>
    /// <param name="model">See <see cref="Models.Open"/>.</param>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="session">Where to say what is done.</param>
    public static PictureCollection Open(DirectoryInfo folder, Workspace workspace, FileSystemInfo? model, int threads, Session session)
    {
        using IImageEmbedder embedder = Models.Open(model, threads);
        ImageFolderSource source = PictureSource.Open(folder, embedder.InputChannels);
        PictureStamp[] pictures = [.. Enumerable.Range(0, source.Count).Select(index => PictureStamp.Of(folder.FullName, source.GetPath(index)))];
        KnownVectors known = KnownVectors.Of(workspace, embedder.ModelId);
        int[] open = [.. Enumerable.Range(0, pictures.Length).Where(index => !known.Has(pictures[index]))];
        session.Say($"{folder.FullName}: {pictures.Length:N0} pictures, {open.Length:N0} to embed with {embedder.ModelId}.");
        Dictionary<int, string> problems = EmbedNew(source, open, pictures, embedder, known, session);
        DamagedPicture[] skipped =
            [.. source.SkippedFiles.Select(file => new DamagedPicture(PictureStamp.RelativePath(folder.FullName, file.Path), file.Reason))];
        DamagedPicture[] damaged = [.. skipped, .. problems.Select(problem => new DamagedPicture(pictures[problem.Key].Path, problem.Value))];
        ImageEmbedding[] embeddings =
            [.. Enumerable.Range(0, pictures.Length).Where(index => !problems.ContainsKey(index)).Select((index, row) =>
                new ImageEmbedding(row, known[pictures[index]], pictures[index].Path, source.GetLabel(index)))];
        if (embeddings.Length == 0)
            throw new ToolException($"Expected pictures in {folder.FullName}, but none of its {damaged.Length} can be read: {damaged[0].Reason}");
        EmbeddingSet set = EmbeddingSet.Of(embeddings, source.ClassNames, embedder.ModelId);
        if (open.Length > 0 || known.Count != pictures.Length)
            KnownVectors.Save(workspace, set, [.. pictures.Where((_, index) => !problems.ContainsKey(index))]);
        if (damaged.Length > 0)
            session.Say($"{damaged.Length:N0} cannot be read; the first: {damaged[0].Path}: {damaged[0].Reason}");
        return new PictureCollection(folder.FullName, set, damaged);
    }

    public void Dispose() => Embeddings.Dispose();

    private static Dictionary<int, string> EmbedNew(
        ImageFolderSource source, int[] open, PictureStamp[] pictures, IImageEmbedder embedder, KnownVectors known, Session session)
    {
        if (open.Length == 0)
            return [];
        TolerantSource tolerant = new(new SubsetSource(source, open), embedder.InputChannels);
        using TerminalProgress progress = new("embedded", session.Messages);
        foreach (ImageEmbedding embedding in embedder.Embed(tolerant, session.CancellationToken))
        {
            known.Add(pictures[open[embedding.Index]], embedding.Vector);
            progress.Report((embedding.Index + 1, open.Length));
        }

        return tolerant.Problems.ToDictionary(problem => open[problem.Key], problem => problem.Value);
    }
}

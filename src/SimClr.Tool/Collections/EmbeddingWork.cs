using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Reporting;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Collections;

/// <summary>Brings the vectors of a folder up to date.</summary>
internal sealed class EmbeddingWork
{
    private readonly Workspace _workspace;
    private readonly IImageEmbedder _embedder;
    private readonly Session _session;
    private readonly ImageFolderSource _source;
    private readonly PictureStamp[] _pictures;
    private readonly KnownVectors _known;
    private readonly int[] _open;
    private readonly TolerantSource _tolerant;

    /// <param name="folder">The folder of pictures.</param>
    /// <param name="workspace">Where vectors are kept.</param>
    /// <param name="embedder">Makes vectors; borrowed.</param>
    /// <param name="session">Where to say what is done.</param>
    public EmbeddingWork(DirectoryInfo folder, Workspace workspace, IImageEmbedder embedder, Session session)
    {
        (_workspace, _embedder, _session) = (workspace, embedder, session);
        _source = PictureSource.Open(folder, embedder.InputChannels);
        _pictures = [.. Enumerable.Range(0, _source.Count).Select(index => PictureStamp.Of(folder.FullName, _source.GetPath(index)))];
        _known = KnownVectors.Of(workspace, embedder.ModelId);
        _open = [.. Enumerable.Range(0, _pictures.Length).Where(index => !_known.Has(_pictures[index]))];
        _tolerant = new TolerantSource(new SubsetSource(_source, _open), embedder.InputChannels);
    }

    public int Count => _pictures.Length;

    /// <summary>How many have no vector yet.</summary>
    public int NewCount => _open.Length;

    /// <summary>Embeds what is new.</summary>
    public void Run()
    {
        if (_open.Length == 0)
            return;
        try
        {
            Embed();
        }
        catch
        {
            // Hours of work may be done; the next call goes on from there.
            Keep()?.Dispose();
            throw;
        }
    }

    /// <summary>The vectors that there are, written to the workspace if they have changed; null if there are none.</summary>
    public EmbeddingSet? Keep()
    {
        int[] there = [.. Enumerable.Range(0, _pictures.Length).Where(index => _known.Has(_pictures[index]))];
        if (there.Length == 0)
            return null;
        EmbeddingSet set = EmbeddingSet.Of(
            there.Select((index, row) => new ImageEmbedding(row, _known[_pictures[index]], _pictures[index].Path, _source.GetLabel(index))),
            _source.ClassNames,
            _embedder.ModelId);
        if (_open.Length > 0 || _known.Count != _pictures.Length)
            KnownVectors.Save(_workspace, set, [.. there.Select(index => _pictures[index])]);
        return set;
    }

    /// <summary>The files that cannot be read.</summary>
    public IReadOnlyList<DamagedPicture> Damaged() =>
    [
        .. _source.SkippedFiles.Select(file => DamagedPicture.Of(_source.Folder, file.Path, file.Reason)),
        .. _tolerant.Problems.OrderBy(problem => problem.Key)
            .Select(problem => DamagedPicture.Of(_source.Folder, _source.GetPath(_open[problem.Key]), problem.Value)),
    ];

    private void Embed()
    {
        using TerminalProgress progress = new("embedded", _session.Messages);
        foreach (ImageEmbedding embedding in _embedder.Embed(_tolerant, _session.CancellationToken))
        {
            if (!_tolerant.Problems.ContainsKey(embedding.Index))
                _known.Add(_pictures[_open[embedding.Index]], embedding.Vector);
            progress.Report((embedding.Index + 1, _open.Length));
        }
    }
}

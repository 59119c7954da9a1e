using System.Text.Json;
using SimClr.Core.Embeddings;
using SimClr.Core.Files;

namespace SimClr.Tool.Collections;

/// <summary>Vectors by picture, so that nothing is embedded twice that has not changed.</summary>
internal sealed class KnownVectors
{
    private readonly Dictionary<PictureStamp, ReadOnlyMemory<float>> _vectors = [];

    /// <summary>How many were in the workspace.</summary>
    public int Count { get; private init; }

    public ReadOnlyMemory<float> this[PictureStamp picture] => _vectors[picture];

    /// <summary>Those that a workspace has of a model; none if it has none, or of another model, or files that belong to different runs.</summary>
    public static KnownVectors Of(Workspace workspace, string modelId)
    {
        if (!File.Exists(workspace.Embeddings) || !File.Exists(workspace.Pictures))
            return new KnownVectors();
        PictureList? list = JsonSerializer.Deserialize<PictureList>(File.ReadAllText(workspace.Pictures));
        using EmbeddingSet set = EmbeddingSet.Load(workspace.Embeddings);
        if (list is null || list.ModelId != modelId || set.ModelId != modelId || set.Count != list.Pictures.Count)
            return new KnownVectors();
        KnownVectors known = new() { Count = set.Count };
        for (int i = 0; i < set.Count; i++)
            if (set.GetPath(i) == list.Pictures[i].Path)
                known._vectors[list.Pictures[i]] = set.Row(i).ToArray();
        return known;
    }

    public bool Has(PictureStamp picture) => _vectors.ContainsKey(picture);

    public void Add(PictureStamp picture, ReadOnlyMemory<float> vector) => _vectors[picture] = vector;

    /// <summary>Keeps a set, and what its pictures were.</summary>
    public static void Save(Workspace workspace, EmbeddingSet set, IReadOnlyList<PictureStamp> pictures)
    {
        // Without its list a set of vectors is not used, so the list goes first and comes last.
        File.Delete(workspace.Pictures);
        set.Save(workspace.Embeddings);
        AtomicFile.Write(workspace.Pictures, stream => JsonSerializer.Serialize(stream, new PictureList(set.ModelId!, pictures)));
    }
}

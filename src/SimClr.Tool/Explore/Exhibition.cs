using System.Security.Cryptography;
using SimClr.Core.Embeddings;
using SimClr.Tool.Collections;
using SimClr.Tool.Explore.Maps;
using SimClr.Tool.Explore.Pictures;
using SimClr.Tool.Explore.Searching;
using SimClr.Tool.Explore.Tags;
using SimClr.Tool.Explore.Work;

namespace SimClr.Tool.Explore;

/// <summary>All that the page shows of one collection.</summary>
/// <remarks>The map and the findings come later than the rest. May be read by any number of threads.</remarks>
/// <param name="pictures">The pictures; borrowed.</param>
/// <param name="workspace">Where results are kept.</param>
/// <param name="dropped">Embeds pictures that are not in the collection; borrowed.</param>
internal sealed class Exhibition(PictureCollection pictures, Workspace workspace, DroppedPictures dropped)
{
    private volatile MapLayout? _map;
    private volatile Findings? _findings;

    public PictureCollection Pictures { get; } = pictures;

    public Workspace Workspace { get; } = workspace;

    public DroppedPictures Dropped { get; } = dropped;

    /// <summary>In the addresses of pictures, so that a browser may keep them for as long as this run lasts.</summary>
    public string Version { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public int Count => Pictures.Embeddings.Count;

    public PictureFiles Files { get; } = new(pictures);

    public ThumbnailStore Thumbnails { get; } = new(pictures, workspace.In("thumbnails"));

    public EmbeddingSearch Search { get; } = new(pictures.Embeddings);

    public TagStore Tags { get; } = TagStore.Open(workspace.In("tags.json"), pictures.Embeddings);

    public WorkStatus Status { get; } = new();

    /// <summary>Null until it is made.</summary>
    public MapLayout? Map
    {
        get => _map;
        set => _map = value;
    }

    /// <summary>Null until they are made.</summary>
    public Findings? Findings
    {
        get => _findings;
        set => _findings = value;
    }
}

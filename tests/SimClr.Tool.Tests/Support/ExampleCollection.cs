using System.Numerics;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Tool.Collections;
using SimClr.Tool.Explore;
using SimClr.Tool.Explore.Maps;
using SimClr.Tool.Explore.Searching;
using SimClr.Tool.Explore.Work;
using SkiaSharp;

namespace SimClr.Tool.Tests.Support;

/// <summary>A folder of 90 pictures in three colors, which are its classes, with a map and findings of known numbers.</summary>
internal sealed class ExampleCollection : IDisposable
{
    public const int PerClass = 30;
    public const int Count = 3 * PerClass;

    private static readonly (string Name, SKColor Color)[] Classes = [("blue", SKColors.Navy), ("green", SKColors.Green), ("red", SKColors.Firebrick)];

    private readonly TemporaryFolder _folder = new();
    private readonly MeanColorEmbedder _embedder = new();
    private readonly DroppedPictures _dropped;

    public ExampleCollection()
    {
        for (int i = 0; i < Count; i++)
            ColorPicture.Write(PathOf(i), Classes[i / PerClass].Color, i);
        ImageFolderSource source = new(Folder);
        EmbeddingSet embeddings = EmbeddingSet.Of(
            _embedder.Embed(source).Select(image => image with { Path = PictureStamp.RelativePath(Folder, image.Path!) }), source.ClassNames, _embedder.ModelId);
        Pictures = new PictureCollection(Folder, embeddings, [new DamagedPicture("red/broken.png", "no picture")]);
        Workspace = Workspace.Of(new DirectoryInfo(Folder), new DirectoryInfo(_folder.Combine("workspace")));
        _dropped = new DroppedPictures(() => _embedder);
        Exhibition = new Exhibition(Pictures, Workspace, _dropped);
    }

    public string Folder => _folder.Combine("colors");

    public PictureCollection Pictures { get; }

    public Workspace Workspace { get; }

    public Exhibition Exhibition { get; }

    /// <summary>The file of a picture.</summary>
    public string PathOf(int index) => _folder.Combine("colors", Classes[index / PerClass].Name, $"{index % PerClass:00}.png");

    /// <summary>Gives the exhibition what takes long in earnest.</summary>
    public ExampleCollection Prepare()
    {
        Exhibition.Map = MapLayout.Of(Points(), (vector, _) => Points()[Exhibition.Search.Find(vector, 1)[0].Index]);
        Exhibition.Findings = Findings();
        return this;
    }

    public void Dispose()
    {
        _dropped.Dispose();
        Pictures.Dispose();
        _folder.Dispose();
    }

    /// <summary>Three round groups, well apart: blue on the left, green in the middle, red on the right.</summary>
    public static Vector2[] Points() =>
    [
        .. Enumerable.Range(0, Count).Select(i =>
        {
            (float sin, float cos) = MathF.SinCos(i * 2.4f);
            float radius = MathF.Sqrt(i % PerClass + 0.5f);
            return new Vector2(30 * (i / PerClass - 1) + cos * radius, sin * radius);
        }),
    ];

    // Scores rise with the index in steps of 0.01, so that every threshold has a known count.
    private static Findings Findings()
    {
        float[] rising = [.. Enumerable.Range(0, Count).Select(i => i / 100f)];
        PictureScores scores = new() { Nearest = rising, Twin = rising, Outlier = rising, Label = rising, Brightness = rising, Blur = rising };
        return new Findings("", scores, [new Finding(3, FindingKind.ExactDuplicate, "the same pixels", 2), new Finding(5, FindingKind.Blurry, "blur 0.9 of 1")]);
    }
}

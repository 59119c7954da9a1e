using System.Numerics;
using SimClr.Core.Embeddings;
using SimClr.Tool.Collections;
using SimClr.Tool.Explore;
using SimClr.Tool.Explore.Maps;
using SimClr.Tool.Explore.Searching;
using SimClr.Tool.Explore.Work;

namespace SimClr.Tool.Tests.Support;

/// <summary>As many pictures as wanted, without files: for what depends on their number alone.</summary>
internal sealed class LargeCollection : IDisposable
{
    private const int Classes = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly DroppedPictures _dropped = new(() => new MeanColorEmbedder());
    private readonly PictureCollection _pictures;

    public LargeCollection(int count)
    {
        EmbeddingSet embeddings = new(
            [.. Enumerable.Range(0, 2 * count).Select(i => MathF.Sin(i))],
            2,
            [.. Enumerable.Range(0, count).Select(i => $"class{i % Classes}/{i:000000}.jpg")],
            [.. Enumerable.Range(0, count).Select(i => (int?)(i % Classes))],
            [.. Enumerable.Range(0, Classes).Select(i => $"class{i}")]);
        _pictures = new PictureCollection(_folder.Path, embeddings, []);
        Exhibition = new Exhibition(_pictures, Workspace.Of(new DirectoryInfo(_folder.Path), new DirectoryInfo(_folder.Combine("workspace"))), _dropped)
        {
            Map = MapLayout.Of([.. Enumerable.Range(0, count).Select(Place)], (_, _) => Place(0)),
            Findings = Findings(count),
        };
    }

    public Exhibition Exhibition { get; }

    public void Dispose()
    {
        _dropped.Dispose();
        _pictures.Dispose();
        _folder.Dispose();
    }

    // Twenty disks on a circle, evenly filled.
    private static Vector2 Place(int i)
    {
        (float sin, float cos) = MathF.SinCos(i % Classes * MathF.Tau / Classes);
        (float y, float x) = MathF.SinCos(i * 2.399963f);
        return 40 * new Vector2(cos, sin) + MathF.Sqrt(i / 20_000f) * 5 * new Vector2(x, y);
    }

    private static Findings Findings(int count)
    {
        float[] scores = [.. Enumerable.Range(0, count).Select(i => (i * 7919L % count) / (float)count)];
        return new Findings(
            "", new PictureScores { Nearest = scores, Twin = scores, Outlier = scores, Label = scores, Brightness = scores, Blur = scores }, []);
    }
}

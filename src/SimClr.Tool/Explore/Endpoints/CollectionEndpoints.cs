using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Tool.Explore.Maps;
using SimClr.Tool.Explore.Work;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>What is known of the collection as a whole.</summary>
internal static class CollectionEndpoints
{
    // Where its slider begins: pictures of most networks that are so alike show the same.
    private const double TwinSimilarity = 0.95;

    public static void Map(IEndpointRouteBuilder routes, Exhibition exhibition)
    {
        routes.MapGet("/api/collection", () => Describe(exhibition));
        routes.MapGet("/api/paths", () => Enumerable.Range(0, exhibition.Count).Select(exhibition.Pictures.Embeddings.GetPath));
        routes.MapGet("/api/progress", () => Progress(exhibition));
        routes.MapGet("/api/points", () => exhibition.Map is { } map ? Binary(Points(exhibition.Pictures.Embeddings, map)) : Results.NotFound());
        routes.MapGet("/api/scores", () => exhibition.Findings is { } findings ? Binary(Scores(findings, exhibition.Count)) : Results.NotFound());
    }

    private static object Describe(Exhibition exhibition)
    {
        EmbeddingSet embeddings = exhibition.Pictures.Embeddings;
        return new
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(exhibition.Pictures.Folder)),
            exhibition.Pictures.Folder,
            embeddings.Count,
            embeddings.Dimension,
            embeddings.ModelId,
            Classes = embeddings.ClassNames,
            exhibition.Pictures.Damaged,
            Scores = PictureScores.Names,
            Thresholds = new { Twin = TwinSimilarity, Outlier = new OutlierOptions().Threshold, Label = new LabelIssueOptions().Threshold },
            Issues = Enum.GetNames<FindingKind>(),
            Tags = exhibition.Tags.All,
            exhibition.Version,
        };
    }

    private static object Progress(Exhibition exhibition)
    {
        WorkStage stage = exhibition.Status.Stage;
        return new
        {
            HasMap = exhibition.Map is not null,
            HasScores = exhibition.Findings is not null,
            Stage = stage.Name,
            stage.Done,
            stage.All,
            exhibition.Status.Problem,
        };
    }

    // x and y of each picture as float32, then the classes and the clusters as int16, -1 for none.
    private static byte[] Points(EmbeddingSet embeddings, MapLayout map)
    {
        PackedArrays packed = new(embeddings.Count * (2 * sizeof(float) + 2 * sizeof(short)));
        packed.Add<System.Numerics.Vector2>(map.Points);
        packed.Add<short>([.. Enumerable.Range(0, embeddings.Count).Select(index => (short)(embeddings.GetLabel(index) ?? -1))]);
        packed.Add<short>(map.Clusters);
        return packed.Content;
    }

    // Each score as float32, then the issues as bits of a uint16.
    private static byte[] Scores(Findings findings, int count)
    {
        PackedArrays packed = new(count * (PictureScores.Names.Count * sizeof(float) + sizeof(ushort)));
        foreach (float[] score in findings.Scores.All())
            packed.Add<float>(score);
        packed.Add<ushort>(findings.Flags(count));
        return packed.Content;
    }

    private static IResult Binary(byte[] content) => Results.Bytes(content, "application/octet-stream");
}

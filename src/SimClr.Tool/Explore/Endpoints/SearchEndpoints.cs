using System.Numerics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Tool.Explore.Searching;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>Pictures like one of the collection, like one from elsewhere, or by name.</summary>
internal static class SearchEndpoints
{
    private const int MostMatches = 1000;
    private const int LongestText = 200;
    private const string Unnamed = "the bytes of the image: ";

    public static void Map(IEndpointRouteBuilder routes, Exhibition exhibition)
    {
        routes.MapGet("/api/pictures/{index:int}/neighbors", (int index, int? count) => index >= 0 && index < exhibition.Count
            ? Results.Json(exhibition.Search.FindNeighbors(index, Limited(count)))
            : Results.NotFound());
        routes.MapPost("/api/search", (HttpContext context, int? count) => SearchAsync(exhibition, context, Limited(count)));
        routes.MapGet("/api/find", (string text) => text.Length is > 0 and <= LongestText
            ? Results.Json(Find(exhibition.Pictures.Embeddings, text))
            : Results.BadRequest());
        routes.MapPost("/api/export", ([FromBody] int[] pictures) => Export(exhibition.Pictures.Embeddings, pictures));
    }

    private static int Limited(int? count) => Math.Clamp(count ?? 24, 1, MostMatches);

    private static async Task<IResult> SearchAsync(Exhibition exhibition, HttpContext context, int count)
    {
        using MemoryStream file = new();
        // Longer than allowed throws, and is answered with 413.
        await context.Request.Body.CopyToAsync(file, context.RequestAborted);
        try
        {
            DroppedPicture picture = await exhibition.Dropped.EmbedAsync(file.ToArray(), context.RequestAborted);
            return Results.Json(await Task.Run(() => Answer(exhibition, picture, count, context.RequestAborted)));
        }
        catch (ImageReadException damage)
        {
            // The page knows the file's name, which is not known here.
            return Results.Text(damage.Message.Replace(Unnamed, "", StringComparison.Ordinal), statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static SearchAnswer Answer(Exhibition exhibition, DroppedPicture picture, int count, CancellationToken token)
    {
        Vector2? place = exhibition.Map?.Place(picture.Vector, token);
        return new SearchAnswer(
            exhibition.Search.Find(picture.Vector, count), place is { } at ? [at.X, at.Y] : null, picture.Preview);
    }

    private static int[] Find(EmbeddingSet pictures, string text) =>
        [.. Enumerable.Range(0, pictures.Count).Where(index => pictures.GetPath(index)!.Contains(text, StringComparison.OrdinalIgnoreCase))];

    // A path a line, as ImageFileSource.FromList reads it.
    private static IResult Export(EmbeddingSet pictures, int[] indices) => indices.Any(index => index < 0 || index >= pictures.Count)
        ? Results.BadRequest($"Expected pictures from 0 to {pictures.Count - 1}.")
        : Results.Text(string.Concat(indices.Select(index => pictures.GetPath(index) + "\n")), "text/plain; charset=utf-8");
}

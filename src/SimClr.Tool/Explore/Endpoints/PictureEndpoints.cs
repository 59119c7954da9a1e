using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Tool.Explore.Access;
using SimClr.Tool.Explore.Pictures;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>Single pictures, by number.</summary>
internal static class PictureEndpoints
{
    private const string WebP = "image/webp";

    // Enough for a large window; the file itself stays where it is.
    private const int ShownSide = 1600;
    private const int ShownQuality = 90;

    public static void Map(IEndpointRouteBuilder routes, Exhibition exhibition)
    {
        routes.MapGet("/api/pictures/{index:int}", (int index) => IsThere(exhibition, index) ? Results.Json(Describe(exhibition, index)) : Results.NotFound());
        routes.MapGet("/api/pictures/{index:int}/thumbnail", (int index, HttpContext context) => SendAsync(
            exhibition, index, context, path => exhibition.Thumbnails.GetAsync(path, context.RequestAborted)));
        routes.MapGet("/api/pictures/{index:int}/image", (int index, HttpContext context) => SendAsync(
            exhibition, index, context, path => Task.Run(() => PictureRendering.ToWebP(path, ShownSide, ShownQuality))));
    }

    private static bool IsThere(Exhibition exhibition, int index) => index >= 0 && index < exhibition.Count;

    private static object Describe(Exhibition exhibition, int index)
    {
        EmbeddingSet embeddings = exhibition.Pictures.Embeddings;
        return new
        {
            Index = index,
            Path = embeddings.GetPath(index),
            Label = embeddings.GetLabel(index),
            Issues = exhibition.Findings?.Of(index).Select(issue => new { Kind = issue.Kind.ToString(), issue.Reason, issue.Other }) ?? [],
            Tags = exhibition.Tags.Of(index),
        };
    }

    private static async Task<IResult> SendAsync(Exhibition exhibition, int index, HttpContext context, Func<string, Task<byte[]>> render)
    {
        if (exhibition.Files.Find(index) is not { } path)
            return Results.NotFound();
        try
        {
            byte[] content = await render(path);
            // The page asks with a version in the address that changes with the collection.
            if (context.Request.Query.ContainsKey("v"))
                ResponseRules.Keep(context.Response);
            return Results.Bytes(content, WebP);
        }
        catch (ImageReadException damage)
        {
            return Results.Text(damage.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }
}

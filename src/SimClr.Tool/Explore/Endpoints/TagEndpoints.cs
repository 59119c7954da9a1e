using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>The user's own marks.</summary>
internal static class TagEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Exhibition exhibition)
    {
        routes.MapGet("/api/tags", () => exhibition.Tags.All);
        routes.MapPost("/api/tags", (TagRequest request) => exhibition.Tags.Set(request.Name, request.Pictures, request.IsOn) is { } problem
            ? Results.BadRequest(problem)
            : Results.Json(exhibition.Tags.All));
    }
}

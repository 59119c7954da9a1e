using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>The files of the page, which are part of the program.</summary>
internal static class PageEndpoints
{
    private const string Folder = "Explore/Page/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (string resource in typeof(PageEndpoints).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            string name = resource[Folder.Length..];
            byte[] content = Read(resource);
            routes.MapGet(name == "index.html" ? "/" : $"/{name}", () => Results.Bytes(content, ContentType(name)));
        }
    }

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(resource)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new NotSupportedException($"The page has a file of a kind without a type: {other}."),
    };
}

using Microsoft.AspNetCore.Http;

namespace SimClr.Tool.Explore.Access;

/// <summary>What browsers are told about every answer.</summary>
internal static class ResponseRules
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Nothing from elsewhere, nothing guessed, nothing embedded in other pages, nothing kept but what says so itself.</summary>
    public static void Apply(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>Of an address that always gives the same: kept by this browser.</summary>
    public static void Keep(HttpResponse response) => response.Headers.CacheControl = "private, max-age=31536000, immutable";
}

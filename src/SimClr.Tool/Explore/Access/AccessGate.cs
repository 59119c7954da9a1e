using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SimClr.Tool.Explore.Access;

/// <summary>Lets in whoever has the address that the program printed, and nobody else: no other page, no other user, no other name.</summary>
/// <remarks>
/// The token in the address works once: it is exchanged for a cookie, and the browser is sent on to an address without it. A page of another
/// site that a name server leads here (DNS rebinding) has another host; one that sends requests here has another origin and no cookie.
/// </remarks>
internal sealed class AccessGate
{
    private const int SecretBytes = 32;

    private readonly string _cookieValue = NewSecret();
    private string _cookieName = "";
    private string[] _hosts = [];
    private int _uses;

    /// <summary>Goes into the address, once.</summary>
    public string Token { get; } = NewSecret();

    /// <summary>Says where the server listens; nothing is let in before.</summary>
    public void Open(int port)
    {
        // Cookies do not tell ports apart, so the name does.
        _cookieName = $"simclr-{port}";
        _hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];
    }

    /// <summary>The middleware.</summary>
    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        ResponseRules.Apply(context.Response);
        if (!_hosts.Contains(context.Request.Host.Value, StringComparer.OrdinalIgnoreCase))
            return Refuse(context, StatusCodes.Status403Forbidden, "Expected the host 127.0.0.1 or localhost.");
        if (!IsSameOrigin(context.Request))
            return Refuse(context, StatusCodes.Status403Forbidden, "Another site's page may not do this.");
        if (context.Request.Query["token"] is { Count: 1 } token && context.Request.Path == "/")
            return Exchange(context, token);
        return IsEqual(context.Request.Cookies[_cookieName], _cookieValue)
            ? next(context)
            : Refuse(context, StatusCodes.Status401Unauthorized, "Use the address that simclr explore printed. It works once; start the program again for a new one.");
    }

    private Task Exchange(HttpContext context, StringValues token)
    {
        bool isKnown = IsEqual(context.Request.Cookies[_cookieName], _cookieValue);
        if (!isKnown && !(IsEqual(token, Token) && Interlocked.Increment(ref _uses) == 1))
            return Refuse(context, StatusCodes.Status401Unauthorized, "This address was used before, or is another run's. Start simclr explore again for a new one.");
        context.Response.Cookies.Append(_cookieName, _cookieValue, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
        return Task.CompletedTask;
    }

    // Browsers send the origin with everything that changes something, and say of the rest whether another site asked for it.
    private static bool IsSameOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is { Count: > 0 } origin && origin != $"http://{request.Host.Value}")
            return false;
        bool isNavigation = HttpMethods.IsGet(request.Method) && request.Path == "/";
        return isNavigation || request.Headers["Sec-Fetch-Site"] is not { Count: > 0 } site || site == "same-origin" || site == "none";
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason);
    }

    private static bool IsEqual(string? given, string secret)
        => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
}

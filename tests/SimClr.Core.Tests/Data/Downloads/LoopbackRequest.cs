using System.Globalization;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>What a client asked.</summary>
internal sealed record LoopbackRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte of the range that is asked for; null without one.</summary>
    public int? Start => Headers.TryGetValue("Range", out string? range)
        ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : null;

    public string? IfRange => Headers.GetValueOrDefault("If-Range");
}

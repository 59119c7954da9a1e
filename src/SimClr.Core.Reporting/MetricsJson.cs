using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimClr.Core.Samples.Reports;

/// <summary>
/// Results for other programs, and for a later run of this one: indented JSON with names in snake_case; what was not measured is null.
/// </summary>
public static class MetricsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // The text is a file of its own, never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Serialize<T>(T metrics) => JsonSerializer.Serialize(metrics, Options) + "\n";

    /// <exception cref="JsonException">The text is no JSON, or something is missing in it.</exception>
    public static T Deserialize<T>(string text)
        where T : class
        => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("it is null.");
}

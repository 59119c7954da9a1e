using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimClr.Core.Samples.Reports;

/// <summary>Results for other programs: indented JSON with names in snake_case; what was not measured is null.</summary>
public static class MetricsJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // The text is a file of its own, never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Serialize<T>(T metrics) => JsonSerializer.Serialize(metrics, s_options) + "\n";
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>How cells and results are written.</summary>
internal static class StudyJson
{
    /// <summary>In one line, enumerations by name.</summary>
    public static readonly JsonSerializerOptions Line = Create(indented: false);

    /// <summary>For people.</summary>
    public static readonly JsonSerializerOptions Indented = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SimClr.Core.Augmentation;

namespace SimClr.Core.Interop.Onnx;

/// <summary>The metadata of a file.</summary>
internal static class OnnxMetadata
{
    // Names of classes stay readable in any language.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The user's entries and the exporter's, sorted by their keys, so that the bytes do not depend on a dictionary's order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(OnnxExportOptions options, string version)
    {
        SortedDictionary<string, string> all = new(StringComparer.Ordinal) { [OnnxExporter.VersionKey] = version };
        if (options.WrittenNames is { Count: > 0 } names)
            all[OnnxExporter.ClassesKey] = Json(names);
        if (options.Preprocessing is { } preprocessing)
            all[ImagePreprocessing.MetadataKey] = preprocessing.ToJson();
        foreach ((string key, string value) in options.Metadata)
            all[key] = value;
        return all;
    }

    private static string Json(IReadOnlyList<string> texts)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Plain))
        {
            json.WriteStartArray();
            foreach (string text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SimClr.Core.Reporting.Texts;

namespace SimClr.Core.Reporting;

/// <summary>
/// Results for other programs, and for a later run: indented JSON with names in snake_case and enumerations as text. A number that is not
/// finite is null, as JSON has none.
/// </summary>
/// <example>
/// <code>
/// MetricsJson.Save("metrics.json", new { Accuracy = 0.87, Loss = result.Epochs.Select(epoch => epoch.Loss), Machine = MachineDescription.Current });
/// </code>
/// </example>
public static class MetricsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // The text is a file of its own, never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new FiniteNumberConverter() },
    };

    /// <summary>Writes results to a file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists; its folder is created where needed.</param>
    /// <param name="metrics">The results: any object, also an anonymous one or a dictionary.</param>
    /// <typeparam name="T">Its properties are written.</typeparam>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="NotSupportedException">The results have something that JSON cannot hold.</exception>
    public static void Save<T>(string path, T metrics)
    {
        byte[] text = [.. JsonSerializer.SerializeToUtf8Bytes(metrics, Options), (byte)'\n'];
        WholeFile.Write(path, stream => stream.Write(text));
    }

    /// <summary>Reads results from a file.</summary>
    /// <param name="path">The file.</param>
    /// <typeparam name="T">What was saved, or anything that has some of its properties; a required one must be there.</typeparam>
    /// <exception cref="InvalidDataException">The file is no JSON, or something is missing in it; the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static T Load<T>(string path)
        where T : class
    {
        byte[] text = File.ReadAllBytes(path);
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("it is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{Path.GetFullPath(path)}: expected {typeof(T).Name} as JSON, but {exception.Message}", exception);
        }
    }
}

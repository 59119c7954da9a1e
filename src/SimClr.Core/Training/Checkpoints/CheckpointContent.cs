using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Augmentation;
using SimClr.Core.Interop;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>The metadata of a checkpoint: what run it belongs to, and how far that has come.</summary>
/// <param name="Run">What the run is.</param>
/// <param name="History">How far it has come.</param>
/// <param name="Library">The version that wrote it.</param>
internal sealed record CheckpointContent(JsonNode Run, RunHistory History, string Library)
{
    /// <summary>How images become the network's input; null in a file if that is a custom operation.</summary>
    public string? Preprocessing { get; init; }

    private const string FormatKey = "simclr.checkpoint";
    private const string LibraryKey = "simclr.library";
    private const string RunKey = "simclr.run";
    private const string HistoryKey = "simclr.history";

    /// <summary>The version of this layout; a reader takes no other.</summary>
    private const string Format = "2";

    public static string ThisLibrary { get; } = typeof(CheckpointContent).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public Dictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new()
        {
            [FormatKey] = Format,
            [LibraryKey] = Library,
            [RunKey] = Run.ToJsonString(),
            [HistoryKey] = JsonSerializer.Serialize(History, RunHistoryJson.Default.RunHistory),
        };
        if (Preprocessing is not null)
            metadata[ImagePreprocessing.MetadataKey] = Preprocessing;
        return metadata;
    }

    /// <summary>Reads what <see cref="ToMetadata"/> wrote.</summary>
    /// <exception cref="CheckpointException">The file is no checkpoint of this layout.</exception>
    public static CheckpointContent Of(string path, SafeTensorsFile file)
    {
        string? format = file.Metadata.GetValueOrDefault(FormatKey);
        if (format != Format)
            throw new CheckpointException($"{path} has checkpoint format {format ?? "none"}; expected {Format}.");
        if (!file.IsVerified)
            throw new CheckpointException($"{path} is damaged: its checksum is missing.");
        try
        {
            return new CheckpointContent(
                JsonNode.Parse(file.Metadata[RunKey]) ?? throw new JsonException($"{RunKey} is null."),
                JsonSerializer.Deserialize(file.Metadata[HistoryKey], RunHistoryJson.Default.RunHistory)
                    ?? throw new JsonException($"{HistoryKey} is null."),
                file.Metadata.GetValueOrDefault(LibraryKey, "unknown"))
            {
                Preprocessing = file.Metadata.GetValueOrDefault(ImagePreprocessing.MetadataKey),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            throw new CheckpointException($"{path} is no checkpoint as expected: {exception.Message}", exception);
        }
    }
}

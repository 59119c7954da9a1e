using System.Text.Json.Serialization;
using SimClr.Core.Models;
using SimClr.Core.Samples.CommandLine;
using static SimClr.Core.Samples.Words;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>What the command line can change.</summary>
internal sealed record QuickstartOptions : RunOptions
{
    public QuickstartOptions() => Output = Path.Combine("output", "quickstart");

    public int Epochs { get; init; } = 10;

    public int BatchSize { get; init; } = 128;

    public string Encoder { get; init; } = "resnet10";

    /// <summary>Channels of the first stage; 64 is the paper's 1x.</summary>
    public int Width { get; init; } = 32;

    /// <summary>
    /// Side of the views in pixels. Images are 32 x 32, but what fills a crop looks larger than in the whole image, so views may be smaller;
    /// a step costs the square of it.
    /// </summary>
    public int ViewShape { get; init; } = 16;

    public double Temperature { get; init; } = 0.1;

    public double LearningRate { get; init; } = 0.12;

    [JsonIgnore]
    public ResNetDepth Depth => Enum.Parse<ResNetDepth>(Encoder, ignoreCase: true);

    [JsonIgnore]
    public string EncoderName => $"ResNet-{(int)Depth} with {Width} base channels";

    /// <summary>All of them, readable.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, string>> Properties =>
    [
        new("--data", Data ?? "none: synthetic images"),
        new("--limit", Text(Limit)),
        new("--epochs", Text(Epochs)),
        new("--batch-size", Text(BatchSize)),
        new("--encoder", Encoder),
        new("--width", Text(Width)),
        new("--view-size", Text(ViewShape)),
        new("--temperature", Text(Temperature)),
        new("--learning-rate", Text(LearningRate)),
        new("--seed", Text(Seed)),
        new("--threads", Text(Threads)),
    ];
}

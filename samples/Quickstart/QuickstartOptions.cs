namespace SimClr.Core.Samples.Quickstart;

/// <summary>What the command line can change.</summary>
internal sealed record QuickstartOptions
{
    /// <summary>The folder of images; null is the built-in synthetic source.</summary>
    public string? Data { get; init; }

    /// <summary>At most so many training images, and so many test images; null is all.</summary>
    public int? Limit { get; init; }

    public int Epochs { get; init; } = 10;

    public int BatchSize { get; init; } = 128;

    public string Encoder { get; init; } = "resnet18";

    /// <summary>Channels of the first stage; 64 is the paper's 1x.</summary>
    public int Width { get; init; } = 16;

    public double Temperature { get; init; } = 0.2;

    public double LearningRate { get; init; } = 0.12;

    public long Seed { get; init; } = 1;

    public string Output { get; init; } = Path.Combine("output", "quickstart");

    /// <summary>Whether to go on where an earlier run into the same output folder ended.</summary>
    public bool Resume { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;
}

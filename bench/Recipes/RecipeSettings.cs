using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>What is trained, for how long, and how it is looked at.</summary>
internal sealed record RecipeSettings
{
    public required string Data { get; init; }

    /// <summary>Of processor time, of all threads together: what else the machine does counts little.</summary>
    public required double Seconds { get; init; }

    public required int Threads { get; init; }

    public required long Seed { get; init; }

    public required ResNetDepth Depth { get; init; }

    public required int Channels { get; init; }

    public required int HeadWidth { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Views of an image in a step.</summary>
    public required int Views { get; init; }

    /// <summary>Side of a view in pixels.</summary>
    public required int Side { get; init; }

    public required double SmallestCrop { get; init; }

    public required double Temperature { get; init; }

    public required bool Decoupled { get; init; }

    public required RecipeOptimizer Optimizer { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The shape of the learning rate.</summary>
    public required RecipeDecay Decay { get; init; }

    /// <summary>Images that vote, and train the probe.</summary>
    public required int Neighbors { get; init; }

    /// <summary>File that the trained encoder is written to; null for none.</summary>
    public required string? Encoder { get; init; }

    /// <summary>As <see cref="LookText"/> reads them.</summary>
    public required IReadOnlyList<string> Looks { get; init; }
}

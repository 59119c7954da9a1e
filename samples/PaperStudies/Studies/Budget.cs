using SimClr.Core.Models;
using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>How much a study does: images, length and size of runs, how finely it looks.</summary>
internal sealed record Budget
{
    public required string Name { get; init; }

    /// <summary>At most so many training images, and so many test images; null is all.</summary>
    public int? Images { get; init; }

    /// <summary>Repetitions of each cell.</summary>
    public required int Seeds { get; init; }

    /// <summary>The recipe that every study varies.</summary>
    public required Recipe Reference { get; init; }

    /// <summary>Whether a study looks at all values of the paper, or at a few.</summary>
    public bool Fine { get; init; } = true;

    /// <summary>Images of measurements that compare all with all.</summary>
    public int ComparedImages { get; init; } = 2000;

    /// <summary>Epochs of a fine-tuning in proportion to the paper's.</summary>
    public double FineTuningShare { get; init; } = 1;

    /// <summary>What must be said of its results; null: nothing.</summary>
    public string? Caution { get; init; }

    /// <summary>Takes all values, or the first few where the budget is small.</summary>
    public IEnumerable<T> Some<T>(IReadOnlyList<T> values, int few = 2) => Fine ? values : values.Take(few);

    /// <summary>To see that it runs: seconds, and no figure to trust.</summary>
    public static Budget Quick { get; } = new()
    {
        Name = "quick",
        Caution = "The quick budget shows that everything runs. Its figures and verdicts mean nothing.",
        Images = 160,
        Seeds = 1,
        Fine = false,
        ComparedImages = 60,
        FineTuningShare = 0.04,
        Reference = new Recipe { Width = 4, ViewSize = 8, BatchSize = 32, Epochs = 1, HeadWidth = 32, OutputDimension = 16 },
    };

    /// <summary>A night for all studies on two cores.</summary>
    public static Budget Standard { get; } = new()
    {
        Name = "standard",
        Images = 10_000,
        Seeds = 2,
        Reference = new Recipe { Epochs = 15 },
    };

    /// <summary>All images and a larger network: days on two cores.</summary>
    public static Budget Full { get; } = new()
    {
        Name = "full",
        Seeds = 3,
        Reference = new Recipe { Depth = ResNetDepth.ResNet18, Width = 32, ViewSize = 24, Epochs = 50, HeadWidth = 512 },
    };

    public static IReadOnlyList<Budget> All { get; } = [Quick, Standard, Full];
}

using System.ComponentModel.DataAnnotations;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Tool.Pretraining;

/// <summary>All that a pretraining depends on, beside the pictures: a run file, and what its record repeats it from.</summary>
/// <remarks>What is null is chosen from the pictures and the time, and the record has what was chosen.</remarks>
internal sealed record PretrainOptions
{
    /// <summary>The folder of pictures.</summary>
    public string? Folder { get; init; }

    /// <summary>Minutes until the network is there; without effect if <see cref="Epochs"/> are given. 20, or those of the run that is resumed.</summary>
    [Range(0.1, 100_000.0)]
    public double? Minutes { get; init; }

    /// <summary>Passes over the pictures; where minutes decide, as many as were expected.</summary>
    [Range(1, 1_000_000)]
    public int? Epochs { get; init; }

    /// <summary>
    /// How a run that minutes decided changed its length as it went: with them it is repeated, whatever time that takes. Null where epochs
    /// decide.
    /// </summary>
    public IReadOnlyList<StepRevision>? Revisions { get; init; }

    /// <summary>Pictures in a step.</summary>
    [Range(2, 65_536)]
    public int? BatchSize { get; init; }

    /// <summary>Views of each picture in a step; all are compared with all.</summary>
    [Range(2, 64)]
    public int Views { get; init; } = 4;

    /// <summary>Side of a view in pixels.</summary>
    [Range(8, 512)]
    public int? ViewSize { get; init; }

    /// <summary>The network: resnet10, resnet18, resnet34, resnet50, resnet101 or resnet152.</summary>
    [RegularExpression("resnet(10|18|34|50|101|152)")]
    public string Encoder { get; init; } = "resnet10";

    /// <summary>Channels of the network's first stage.</summary>
    [Range(1, 1024)]
    public int Width { get; init; } = 32;

    /// <summary>Temperature of NT-Xent.</summary>
    [Range(0.001, 1000.0)]
    public double Temperature { get; init; } = 0.1;

    /// <summary>The highest learning rate, of Muon.</summary>
    [Range(1e-9, 1000.0)]
    public double LearningRate { get; init; } = 0.02;

    /// <summary>The same seed, the same run.</summary>
    public long Seed { get; init; }
}

using System.Globalization;
using System.Text.Json.Serialization;
using SimClr.Core.Models;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>All that decides what a pretraining gives, but for the images and the seed. Its JSON form names it.</summary>
internal sealed record Recipe
{
    public ResNetDepth Depth { get; init; } = ResNetDepth.ResNet10;

    /// <summary>Channels of the first stage; 64 is the paper's 1x.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Side of the views in pixels.</summary>
    public int ViewSize { get; init; } = 16;

    /// <summary>Views of each image.</summary>
    public int Views { get; init; } = 2;

    /// <summary>How the views are made, as <see cref="Operations"/> reads it.</summary>
    public string Augmentation { get; init; } = "crop:0.12 flip color:0.5";

    /// <summary>How the first view alone is made; null: as the others.</summary>
    public string? FirstAugmentation { get; init; }

    public HeadKind Head { get; init; } = HeadKind.Nonlinear;

    public int HeadWidth { get; init; } = 256;

    /// <summary>D, the length of an embedding.</summary>
    public int OutputDimension { get; init; } = 128;

    public LossKind Loss { get; init; }

    public double Temperature { get; init; } = 0.1;

    public double Margin { get; init; } = 0.5;

    /// <summary>Whether the loss takes semi-hard negatives only.</summary>
    public bool SemiHard { get; init; }

    /// <summary>LARS instead of SGD with momentum.</summary>
    public bool Lars { get; init; }

    public double LearningRate { get; init; } = 0.12;

    public int BatchSize { get; init; } = 128;

    public int Epochs { get; init; }

    /// <summary>Dense layers of the projection head.</summary>
    [JsonIgnore]
    public int HeadLayers => Head switch { HeadKind.None => 0, HeadKind.Linear => 1, _ => 2 };

    /// <summary>The number of a layer, as <c>ReadOut.Layers</c> counts them.</summary>
    public int LayerNumber(Layer layer) => layer == Layer.Encoder ? 0 : HeadLayers;

    /// <summary>What tells recipes apart, in one line.</summary>
    public string Describe()
    {
        string views = FirstAugmentation is { } first ? $"({first}) and ({Augmentation})" : $"{Views} x ({Augmentation})";
        string head = Head == HeadKind.None ? "no head" : $"{(Head == HeadKind.Linear ? "linear" : "nonlinear")} head of {OutputDimension}";
        string loss = Loss == LossKind.MarginTriplet ? FormattableString.Invariant($"{Loss} margin {Margin}") : FormattableString.Invariant($"{Loss} t {Temperature}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Depth} of {Width} channels, {Words.Count(Epochs, "epoch")}, {views}, {head}, {loss}{(SemiHard ? " semi-hard" : "")}, {(Lars ? "LARS" : "SGD")} {LearningRate:0.####}, batch {BatchSize}");
    }
}

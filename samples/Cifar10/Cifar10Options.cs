using System.Text.Json.Serialization;
using SimClr.Core.Samples.CommandLine;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>What the command line can change.</summary>
internal sealed record Cifar10Options : RunOptions
{
    /// <summary>Minutes of a run where nothing else is said.</summary>
    public const double DefaultMinutes = 30;

    public Cifar10Options() => Output = Path.Combine("output", "cifar10");

    public Cifar10Recipe Recipe { get; init; } = Cifar10Recipe.HalfHour;

    /// <summary>Minutes for everything, evaluation included; null is the default where no number of epochs is given.</summary>
    public double? Minutes { get; init; }

    /// <summary>Passes over the training images; null is the recipe's, or what the minutes allow.</summary>
    public int? Epochs { get; init; }

    /// <summary>The plan.json of a run whose steps are taken again, whatever time they take; null for none.</summary>
    public string? Repeat { get; init; }

    /// <summary>The passes that are fixed beforehand, whatever time they take; null where the time decides.</summary>
    [JsonIgnore]
    public int? FixedEpochs => Epochs ?? (Minutes is null ? Recipe.Epochs : null);

    /// <summary>The time that decides how many epochs there are; null where their number is fixed.</summary>
    [JsonIgnore]
    public TimeSpan? Budget => FixedEpochs is null ? TimeSpan.FromMinutes(Minutes ?? DefaultMinutes) : null;
}

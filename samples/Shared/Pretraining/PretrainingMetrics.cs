using System.Reflection;
using System.Text.Json.Serialization;
using SimClr.Core.Data;
using SimClr.Core.Samples.Reports;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The content of metrics.json: accuracies in [0, 1], null where the images have no labels.</summary>
public sealed record PretrainingMetrics
{
    public double? LinearAccuracy { get; init; }

    public double? KnnAccuracy { get; init; }

    /// <summary>On images of the usual size alone; absent where that is the representation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? UsualSizeLinearAccuracy { get; init; }

    /// <summary>On images of the usual size alone; absent where that is the representation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? UsualSizeKnnAccuracy { get; init; }

    public double? RandomLinearAccuracy { get; init; }

    public double? RandomKnnAccuracy { get; init; }

    public double? PixelLinearAccuracy { get; init; }

    public double? PixelKnnAccuracy { get; init; }

    public required double ViewsPerSecond { get; init; }

    /// <summary>From start to end; where the run was resumed, of its last part.</summary>
    public required double Seconds { get; init; }

    /// <summary>Of the training alone, in all parts of the run.</summary>
    public required double TrainingSeconds { get; init; }

    public required long Steps { get; init; }

    public required int EpochsCompleted { get; init; }

    /// <summary>Ended by Ctrl-C.</summary>
    public required bool Canceled { get; init; }

    /// <summary>Mean of each epoch.</summary>
    public required IReadOnlyList<double> Loss { get; init; }

    /// <summary>Of each epoch: how often a view was most similar to its partner.</summary>
    public required IReadOnlyList<double> ContrastiveAccuracy { get; init; }

    /// <summary>At the end of each epoch.</summary>
    public required IReadOnlyList<double> LearningRate { get; init; }

    /// <summary>kNN accuracy after each epoch, of some training images among others; null where it was not measured.</summary>
    public required IReadOnlyList<double?> MonitoredKnnAccuracy { get; init; }

    /// <summary>Minutes that training had taken at the end of each epoch.</summary>
    public required IReadOnlyList<double> EpochMinutes { get; init; }

    public required string Source { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required int TrainingImages { get; init; }

    public required int TestImages { get; init; }

    public required int Classes { get; init; }

    /// <summary>The sample's own.</summary>
    public required object Options { get; init; }

    /// <summary>How the length of the training was planned, where it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Plan { get; init; }

    public required string LibraryVersion { get; init; }

    public required MachineDescription Machine { get; init; }

    public static string Version { get; } = typeof(IImageSource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static PretrainingMetrics From(PretrainingResult result)
    {
        TrainingResult training = result.Training;
        return new()
        {
            LinearAccuracy = result.Scores?.Pretrained.Linear,
            KnnAccuracy = result.Scores?.Pretrained.Knn,
            UsualSizeLinearAccuracy = result.Scores?.UsualSize?.Linear,
            UsualSizeKnnAccuracy = result.Scores?.UsualSize?.Knn,
            RandomLinearAccuracy = result.Scores?.Random.Linear,
            RandomKnnAccuracy = result.Scores?.Random.Knn,
            PixelLinearAccuracy = result.Scores?.Pixels.Linear,
            PixelKnnAccuracy = result.Scores?.Pixels.Knn,
            ViewsPerSecond = training.ViewsPerSecond,
            Seconds = result.Duration.TotalSeconds,
            TrainingSeconds = training.Duration.TotalSeconds,
            Steps = training.Steps,
            EpochsCompleted = training.Epochs.Count,
            Canceled = training.Canceled,
            Loss = [.. training.Epochs.Select(epoch => epoch.Loss)],
            ContrastiveAccuracy = [.. training.Epochs.Select(epoch => epoch.ContrastiveAccuracy)],
            LearningRate = [.. training.Epochs.Select(epoch => epoch.LearningRate)],
            MonitoredKnnAccuracy = [.. training.Epochs.Select(epoch => epoch.KnnAccuracy)],
            EpochMinutes = result.EpochMinutes,
            Source = result.Data.Description,
            Notes = [.. result.Notes],
            TrainingImages = result.Data.Training.Count,
            TestImages = result.Data.Test?.Count ?? 0,
            Classes = result.Data.Training.ClassNames.Count,
            Options = result.Setup.Options,
            Plan = result.Plan.Details,
            LibraryVersion = Version,
            Machine = MachineDescription.Current,
        };
    }
}

using System.Globalization;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>How long to train, and how that was found.</summary>
internal sealed record Cifar10Plan
{
    /// <summary>The minutes that were asked for; null where the number of epochs was given.</summary>
    public double? Minutes { get; init; }

    /// <summary>Those that begin; where minutes decide, as it was expected.</summary>
    public required int Epochs { get; init; }

    public required int StepsPerEpoch { get; init; }

    public required int KnnEveryEpochs { get; init; }

    public required double ImagesPerSecond { get; init; }

    /// <summary>Until the training begins.</summary>
    public required double PreparationSeconds { get; init; }

    /// <summary>Expected; where minutes decide, what they leave.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Expected.</summary>
    public required double EvaluationSeconds { get; init; }

    /// <summary>What became of it where minutes decide: how many steps it was to be, and when that was known.</summary>
    public IReadOnlyList<StepRevision> Revisions { get; init; } = [];

    /// <summary>Plans.</summary>
    /// <exception cref="InvalidDataException">There is no time to learn anything.</exception>
    public static Cifar10Plan Make(Cifar10Options options, int batchSize, RunTimes times)
    {
        TimeSpan? training = options.Budget is { } budget ? times.TrainingIn(budget) : null;
        if (training < times.LeastTraining)
            throw new InvalidDataException(TooShort(options.Budget!.Value, times));
        int epochs = options.FixedEpochs ?? times.EpochsIn(training!.Value);
        return new Cifar10Plan
        {
            Minutes = options.Budget?.TotalMinutes,
            Epochs = epochs,
            StepsPerEpoch = times.StepsPerEpoch,
            KnnEveryEpochs = times.KnnEveryEpochs,
            ImagesPerSecond = batchSize / times.Step.TotalSeconds,
            PreparationSeconds = times.Spent.TotalSeconds,
            TrainingSeconds = (training ?? times.Training(epochs)).TotalSeconds,
            EvaluationSeconds = times.Evaluation.TotalSeconds,
        };
    }

    /// <summary>A sentence for the user.</summary>
    public override string ToString()
    {
        string aim = Minutes is { } minutes ? string.Create(CultureInfo.InvariantCulture, $"{minutes:0.##} minutes: about ") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Plan for {aim}{Epochs:#,0} {(Epochs == 1 ? "epoch" : "epochs")} of {StepsPerEpoch:#,0} steps at {ImagesPerSecond:#,0} images/s, "
            + $"{Text(TrainingSeconds)} of training, then about {EvaluationSeconds:#,0} s of evaluation.");
    }

    private static string TooShort(TimeSpan budget, RunTimes times) => string.Create(
        CultureInfo.InvariantCulture,
        $"--minutes {budget.TotalMinutes:0.##} is too short: preparation took {times.Spent.TotalSeconds:0} s, "
        + $"{RunTimes.FewestSteps} steps take {times.LeastTraining.TotalSeconds:0} s and the evaluation about {times.Evaluation.TotalSeconds:0} s. "
        + $"Choose --minutes {times.LeastMinutes()} or more, or fewer images with --limit.");

    private static string Text(double seconds) => Words.Duration(TimeSpan.FromSeconds(seconds));
}

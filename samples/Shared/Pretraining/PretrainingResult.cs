using SimClr.Core.Samples.Pictures;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>All that a run has to tell.</summary>
public sealed record PretrainingResult
{
    public const string NoLabels = "Without labels of at least two classes no accuracy can be measured; the nearest neighbors show what was learned.";

    public required PretrainingSetup Setup { get; init; }

    public required PretrainingPlan Plan { get; init; }

    public required PretrainingData Data { get; init; }

    public required TrainingResult Training { get; init; }

    /// <summary>Null where the images have no labels.</summary>
    public ScoreTable? Scores { get; init; }

    public required ImageSheet Views { get; init; }

    public required ImageSheet Neighbors { get; init; }

    /// <summary>Of everything: data, training, evaluation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the reader of the results must know.</summary>
    public IEnumerable<string> Notes => [.. Data.Notes, .. Setup.Notes, .. CollapseNotes, .. EndNotes];

    /// <summary>Minutes that training had taken at the end of each epoch.</summary>
    public IReadOnlyList<double> EpochMinutes
    {
        get
        {
            double minutes = 0;
            return [.. Training.Epochs.Select(epoch => minutes += epoch.Duration.TotalMinutes)];
        }
    }

    private string[] CollapseNotes => Training.Epochs is [.., { Collapsed: true }]
        ? ["The representation has collapsed: to the network all images look alike, so what it gives for them says nothing."]
        : [];

    private string[] EndNotes => Training switch
    {
        { Canceled: false } => [],
        { Steps: 0 } => ["Ended before the first step of the training: the encoder's weights are random, and there is nothing to resume."],
        _ => [$"Ended early, after {Training.Epochs.Count} of {Plan.Epochs} epochs; --resume goes on."],
    };
}

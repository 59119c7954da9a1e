using SimClr.Core.Samples.Pictures;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>All that a run has to tell.</summary>
internal sealed record QuickstartResult
{
    public const string NoLabels = "Without labels of at least two classes no accuracy can be measured; the nearest neighbours show what was learned.";

    public required QuickstartOptions Options { get; init; }

    public required QuickstartData Data { get; init; }

    public required TrainingResult Training { get; init; }

    /// <summary>Null where the images have no labels.</summary>
    public ScoreTable? Scores { get; init; }

    public required ImageSheet Views { get; init; }

    public required ImageSheet Neighbours { get; init; }

    /// <summary>Of everything: data, training, evaluation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the reader of the results must know.</summary>
    public IEnumerable<string> Notes => [.. Data.Notes, .. RunNotes()];

    private IEnumerable<string> RunNotes()
    {
        if (Data.Training.Count < Options.BatchSize)
            yield return $"There are fewer images than --batch-size, so each step used all {Data.Training.Count}.";
        if (Training.Cancelled)
            yield return $"Ended early, after {Training.Epochs.Count} of {Options.Epochs} epochs; --resume goes on.";
    }
}

using SimClr.Core.Samples.Pictures;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The charts of a run that completed at least one epoch.</summary>
public static class PretrainingCharts
{
    public static ReportChart Loss { get; } = new(
        "loss.png", "Loss by epoch", "The loss that training lowers. No label is used.", DrawLoss);

    public static ReportChart Accuracy { get; } = new(
        "accuracy.png",
        "Accuracy by epoch",
        "Contrastive accuracy: how often, of all views in the batch, the most similar one is the other view of the same image. "
        + "kNN (held-out): during training, of some of the training images among others. Dashed: linear accuracy on the test images, at the end.",
        DrawAccuracy);

    public static ReportChart AccuracyByMinutes { get; } = new(
        "accuracy-by-minutes.png",
        "kNN accuracy by minutes of training",
        "kNN accuracy of some of the training images among others, against the minutes that training has taken.",
        DrawAccuracyByMinutes);

    private static LineChart DrawLoss(PretrainingResult result) => new()
    {
        Title = "Contrastive loss",
        YLabel = "NT-Xent loss, mean of the epoch",
        Curves = [new ChartCurve("loss", [.. result.Training.Epochs.Select(epoch => epoch.Loss)])],
    };

    private static LineChart DrawAccuracy(PretrainingResult result) => new()
    {
        Title = "Accuracy",
        YLabel = "accuracy",
        Percent = true,
        Curves =
        [
            new ChartCurve("contrastive", [.. result.Training.Epochs.Select(epoch => epoch.ContrastiveAccuracy)]),
            .. KnnCurve(result, [.. result.Training.Epochs.Select(epoch => (double)epoch.Epoch)]),
        ],
        Levels = result.Scores is { } scores
            ?
            [
                new ChartLevel("linear, pretrained", scores.Pretrained.Linear),
                new ChartLevel("linear, random weights", scores.Random.Linear),
                new ChartLevel("linear, raw pixels", scores.Pixels.Linear),
            ]
            : [],
    };

    private static LineChart? DrawAccuracyByMinutes(PretrainingResult result)
        => KnnCurve(result, result.EpochMinutes) is [ChartCurve curve]
            ? new LineChart { Title = "kNN accuracy by minutes of training", XLabel = "Minutes", YLabel = "kNN accuracy", Percent = true, Curves = [curve] }
            : null;

    // One curve, or none where nothing was measured.
    private static ChartCurve[] KnnCurve(PretrainingResult result, IReadOnlyList<double> positions)
    {
        EpochSummary[] epochs = [.. result.Training.Epochs];
        int[] measured = [.. Enumerable.Range(0, epochs.Length).Where(index => epochs[index].KnnAccuracy is not null)];
        if (measured is [])
            return [];
        double[] accuracies = [.. measured.Select(index => epochs[index].KnnAccuracy!.Value)];
        return [new ChartCurve("kNN (held-out)", accuracies) { Positions = [.. measured.Select(index => positions[index])] }];
    }
}

using SimClr.Core.Samples.Pictures;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The curves of a run that completed at least one epoch.</summary>
internal static class QuickstartCharts
{
    public static LineChart Loss(QuickstartResult result) => new()
    {
        Title = "Contrastive loss",
        YLabel = "NT-Xent loss, mean of the epoch",
        Curves = [new ChartCurve("loss", [.. result.Training.Epochs.Select(epoch => epoch.Loss)])],
    };

    public static LineChart Accuracy(QuickstartResult result) => new()
    {
        Title = "Accuracy",
        YLabel = "accuracy",
        Percent = true,
        Curves = [.. AccuracyCurves(result.Training.Epochs)],
        Levels = result.Scores is { } scores
            ? [new ChartLevel("linear, pretrained", scores.Pretrained.Linear), new ChartLevel("linear, random weights", scores.Random.Linear), new ChartLevel("linear, raw pixels", scores.Pixels.Linear)]
            : [],
    };

    private static IEnumerable<ChartCurve> AccuracyCurves(IReadOnlyList<EpochSummary> epochs)
    {
        yield return new ChartCurve("contrastive", [.. epochs.Select(epoch => epoch.ContrastiveAccuracy)]);
        if (epochs.All(epoch => epoch.KnnAccuracy is not null))
            yield return new ChartCurve("kNN", [.. epochs.Select(epoch => epoch.KnnAccuracy!.Value)]);
    }
}

using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.Pictures;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.Training;

namespace SimClr.Core.SampleTests.Support;

/// <summary>The result of a run that never was, with plausible numbers.</summary>
internal static class FakeRun
{
    public static PretrainingResult Create(bool labeled = true, int epochs = 20, bool canceled = false)
    {
        ColorSource source = new(30, labeled);
        QuickstartOptions options = new();
        PretrainingData data = new() { Description = "colored squares", Training = source, Test = labeled ? new ColorSource(9) : null, Notes = ["A note & more."] };
        return new PretrainingResult
        {
            Setup = new QuickstartSample(options).Setup(data),
            Plan = new PretrainingPlan { Epochs = options.Epochs },
            Data = data,
            Training = new TrainingResult([.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, epochs, labeled))], epochs * 19L, TimeSpan.FromSeconds(123.4), 1512.25, canceled),
            Scores = labeled
                ? new ScoreTable(new Score(128, 0.8125, 0.75), new Score(128, 0.3333, 0.25), new Score(192, 0.2812, 0.2))
                : null,
            Views = ViewSheet.Create(source, new ViewGenerator(1, new AugmentationPipeline()), [0, 1, 2], views: 4),
            Neighbors = Neighbors(source),
            Duration = TimeSpan.FromSeconds(170),
        };
    }

    public static EpochSummary Epoch(int epoch, int epochs, bool labeled = true)
    {
        double done = (double)epoch / epochs;
        Dictionary<string, double> metrics = new()
        {
            [MetricNames.Loss] = 6.2 - 2 * Math.Sqrt(done),
            [MetricNames.ContrastiveAccuracy] = 0.6 * Math.Sqrt(done),
            [MetricNames.LearningRate] = Math.Cos(done * Math.PI / 2),
            [MetricNames.ViewsPerSecond] = 1500,
        };
        if (labeled)
            metrics[MetricNames.KnnAccuracy] = 0.3 + 0.45 * done;
        return new EpochSummary(epoch, TimeSpan.FromSeconds(6.1), metrics);
    }

    private static ImageSheet Neighbors(IImageSource source)
        => NeighborSheet.Create(source, source, [.. Enumerable.Range(0, 4).Select(query => new NeighborRow(query, [new(query + 3, 0.987), new(query + 4, 0.75), new(query + 5, -0.2)]))]);
}

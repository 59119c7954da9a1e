using System.Globalization;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.Data;
using SimClr.Core.Training;
using static SimClr.Core.Samples.Words;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>What a run leaves behind: metrics.json, the pictures, and report.html, which shows everything.</summary>
internal sealed class QuickstartReport(QuickstartOptions options, SampleData data, TrainingResult training)
{
    private const string NoLabels = "Without labels of at least two classes no accuracy can be measured; the nearest neighbors show what was learned.";

    private readonly HtmlReport _page = new("SimClr.Core quickstart");
    private readonly List<string> _written = [];

    /// <summary>Of the pretrained encoder, the random one and pixels; none where the images have no labels.</summary>
    public required Score[] Scores { get; init; }

    public required ImageGrid Views { get; init; }

    public required ImageGrid Neighbors { get; init; }

    /// <summary>Of everything: data, training, evaluation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Writes all files, and the results to the terminal.</summary>
    public void Write(TextWriter output, string encoderFile)
    {
        MetricsJson.Save(Path.Combine(options.Output, "metrics.json"), Metrics());
        _written.AddRange([encoderFile, "metrics.json"]);
        AddResults();
        AddCurves();
        _page.AddHeading("What the encoder sees and finds");
        Add("views.png", Views, alternative: Views.Subtitle);
        Add("neighbors.png", Neighbors, alternative: Neighbors.Subtitle);
        _page.AddHeading("Options").AddProperties(options.Properties).AddHeading("Run").AddProperties(Run());
        _page.Save(Path.Combine(options.Output, "report.html"));
        _written.Add("report.html");
        foreach (string note in Notes())
            output.WriteLine(note);
        if (Scores.Length > 0)
            Score.Write(output, Scores);
        else
            output.WriteLine(NoLabels);
        output.WriteLine($"Written to {Path.GetFullPath(options.Output)}: {string.Join(", ", _written)}");
    }

    private void AddResults()
    {
        _page.AddParagraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.EncoderName} learned from {data.Training.Count:#,0} images ({data.Description}) without their labels, in {training.Epochs.Count} {(training.Epochs.Count == 1 ? "epoch" : "epochs")} and {Words.Duration(training.Duration)} minutes."));
        foreach (string note in Notes())
            _page.AddParagraph(note);
        _page.AddHeading("What the representation is worth");
        if (Scores.Length == 0)
        {
            _page.AddParagraph(NoLabels);
            return;
        }

        _page.AddTable(Score.Headings, Scores.Select(score => score.Row)).AddParagraph(
            "Linear accuracy: a linear classifier is trained on the frozen representations of the training images and asked about the test images. "
            + "kNN accuracy: of all training images, the most similar ones vote on each test image. "
            + $"Guessing would be right in {Percent(1.0 / data.Training.ClassNames.Count)} of the cases.");
        Add("confusion.png", HeatMap.OfConfusion(Scores[0].Linear, data.Training.ClassNames), "The linear classifier's answers for the test images of each class, in percent.");
    }

    private void AddCurves()
    {
        if (training.Epochs.Count == 0)
            return;
        LineChart accuracy = LineChart.Of(training.Epochs, MetricNames.ContrastiveAccuracy, MetricNames.KnnAccuracy);
        (accuracy.Title, accuracy.YLabel) = ("Accuracy", "accuracy");
        foreach ((Score score, string name) in Scores.Zip(["pretrained", "random weights", "raw pixels"]))
            accuracy.AddHorizontalLine($"linear, {name}", score.Linear.Accuracy);
        _page.AddHeading("Training");
        LineChart loss = LineChart.Of(training.Epochs, MetricNames.Loss);
        (loss.Title, loss.YLabel) = ("Contrastive loss", "NT-Xent loss, mean of the epoch");
        Add("loss.png", loss, "The loss that training lowers. No label is used.");
        Add(
            "accuracy.png",
            accuracy,
            "Contrastive accuracy: how often, of all views in the batch, the most similar one is the other view of the same image. "
            + "kNN accuracy: during training, of some of the training images among others. Dashed: linear accuracy on the test images, at the end.");
    }

    private void Add(string file, Figure figure, string caption = "", string? alternative = null)
    {
        figure.Save(Path.Combine(options.Output, file));
        _page.AddFigure(figure, caption, alternative);
        _written.Add(file);
    }

    private IEnumerable<string> Notes()
    {
        foreach (string note in data.Notes)
            yield return note;
        if (data.Training.Count < options.BatchSize)
            yield return $"There are fewer images than --batch-size, so each step used all {data.Training.Count}.";
        if (training.Epochs is [.., { Collapsed: true }])
            yield return "The representation has collapsed: to the network all images look alike, so what it gives for them says nothing.";
        if (training is { Canceled: true, Steps: 0 })
            yield return "Ended before the first step of the training: the encoder's weights are random, and there is nothing to resume.";
        else if (training.Canceled)
            yield return $"Ended early, after {training.Epochs.Count} of {options.Epochs} epochs; --resume goes on.";
    }

    private IEnumerable<KeyValuePair<string, string>> Run() =>
    [
        new("Images", string.Create(CultureInfo.InvariantCulture, $"{data.Training.Count:#,0} for training, {data.Test?.Count ?? 0:#,0} for testing")),
        new("Classes", data.Training.ClassNames.Count == 0 ? "no labels" : Text(data.Training.ClassNames.Count)),
        new("Steps", Text(training.Steps)),
        new("Duration", $"{Words.Duration(Duration)}, of which training {Words.Duration(training.Duration)}"),
        new("Speed", string.Create(CultureInfo.InvariantCulture, $"{training.ViewsPerSecond:#,0} views/s")),
        new("Machine", $"{MachineDescription.Current}"),
        new("SimClr.Core", MachineDescription.Current.Library),
    ];

    /// <summary>Accuracies in [0, 1], null where the images have no labels; of curves a value for each epoch.</summary>
    private object Metrics() => new
    {
        LinearAccuracy = Scores.ElementAtOrDefault(0)?.Linear.Accuracy,
        KnnAccuracy = Scores.ElementAtOrDefault(0)?.Knn,
        RandomLinearAccuracy = Scores.ElementAtOrDefault(1)?.Linear.Accuracy,
        RandomKnnAccuracy = Scores.ElementAtOrDefault(1)?.Knn,
        PixelLinearAccuracy = Scores.ElementAtOrDefault(2)?.Linear.Accuracy,
        PixelKnnAccuracy = Scores.ElementAtOrDefault(2)?.Knn,
        training.ViewsPerSecond,
        Seconds = Duration.TotalSeconds,
        TrainingSeconds = training.Duration.TotalSeconds,
        training.Steps,
        EpochsCompleted = training.Epochs.Count,
        training.Canceled,
        Loss = training.Epochs.Select(epoch => epoch.Loss),
        ContrastiveAccuracy = training.Epochs.Select(epoch => epoch.ContrastiveAccuracy),
        LearningRate = training.Epochs.Select(epoch => epoch.LearningRate),
        MonitoredKnnAccuracy = training.Epochs.Select(epoch => epoch.KnnAccuracy),
        EpochMinutes = training.Epochs.Select((_, index) => training.Epochs.Take(index + 1).Sum(epoch => epoch.Duration.TotalMinutes)),
        Source = data.Description,
        Notes = Notes(),
        TrainingImages = data.Training.Count,
        TestImages = data.Test?.Count ?? 0,
        Classes = data.Training.ClassNames.Count,
        Options = options,
        LibraryVersion = MachineDescription.Current.Library,
        Machine = MachineDescription.Current,
    };
}

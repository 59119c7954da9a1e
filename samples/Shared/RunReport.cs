using System.Globalization;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.Data;
using SimClr.Core.Training;
using static SimClr.Core.Samples.Words;

namespace SimClr.Core.Samples;

/// <summary>What a run leaves behind: metrics.json, the pictures, and report.html, which shows everything.</summary>
/// <param name="title">The page's heading.</param>
/// <param name="options">What the user chose.</param>
/// <param name="data">The images.</param>
/// <param name="training">What came of the training.</param>
public abstract class RunReport(string title, RunOptions options, SampleData data, TrainingResult training)
{
    private const string NoLabels = "Without labels of at least two classes no accuracy can be measured; the nearest neighbors show what was learned.";

    private readonly HtmlReport _page = new(title);
    private readonly List<string> _written = [];

    /// <summary>
    /// Of the pretrained encoder, first as it is used and, if that is something else, at the images' usual size; of the random one and of
    /// pixels. None where the images have no labels.
    /// </summary>
    public required Score[] Scores { get; init; }

    public required ImageGrid Views { get; init; }

    public required ImageGrid Neighbors { get; init; }

    /// <summary>Of everything: data, training, evaluation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The network, in words.</summary>
    protected abstract string EncoderName { get; }

    /// <summary>The size of a batch, and what it is called.</summary>
    protected abstract (int Size, string Name) Batch { get; }

    /// <summary>All that was chosen, readable.</summary>
    protected abstract IEnumerable<KeyValuePair<string, string>> Properties { get; }

    /// <summary>How the length of the run was found; null where the user gave it.</summary>
    protected virtual object? Plan => null;

    /// <summary>The epochs that were completed.</summary>
    protected IReadOnlyList<EpochSummary> Epochs { get; } = training.Epochs;

    /// <summary>Minutes that training had taken at the end of each epoch.</summary>
    protected double[] EpochMinutes { get; }
        = [.. training.Epochs.Select((_, index) => training.Epochs.Take(index + 1).Sum(epoch => epoch.Duration.TotalMinutes))];

    /// <summary>Writes all files, and the results to the terminal.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="files">What was written before: the encoder and what belongs to it.</param>
    public void Write(TextWriter output, params IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(output);
        MetricsJson.Save(Path.Combine(options.Output, "metrics.json"), Metrics());
        _written.AddRange([.. files, "metrics.json"]);
        AddResults();
        AddCurves();
        _page.AddHeading("What the encoder sees and finds");
        Add("views.png", Views, alternative: Views.Subtitle);
        Add("neighbors.png", Neighbors, alternative: Neighbors.Subtitle);
        _page.AddHeading("Options").AddProperties(Properties).AddHeading("Run").AddProperties(Run());
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
            $"{EncoderName} learned from {data.Training.Count:#,0} images ({data.Description}) without their labels, in {Count(Epochs.Count, "epoch")} and {Words.Duration(training.Duration)} minutes."));
        foreach (string note in Notes())
            _page.AddParagraph(note);
        if (Plan is { } plan)
            _page.AddParagraph($"{plan}");
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
        if (Epochs.Count == 0)
            return;
        LineChart accuracy = LineChart.Of(Epochs, MetricNames.ContrastiveAccuracy, MetricNames.KnnAccuracy);
        (accuracy.Title, accuracy.YLabel) = ("Accuracy", "accuracy");
        foreach ((Score score, string name) in Scores.Take(1).Concat(Scores.TakeLast(2)).Zip(["pretrained", "random weights", "raw pixels"]))
            accuracy.AddHorizontalLine($"linear, {name}", score.Linear.Accuracy);
        _page.AddHeading("Training");
        AddMoreCurves();
        LineChart loss = LineChart.Of(Epochs, MetricNames.Loss);
        (loss.Title, loss.YLabel) = ("Contrastive loss", "NT-Xent loss, mean of the epoch");
        Add("loss.png", loss, "The loss that training lowers. No label is used.");
        Add(
            "accuracy.png",
            accuracy,
            "Contrastive accuracy: how often, of all views in the batch, the most similar one is the other view of the same image. "
            + "kNN accuracy: during training, of some of the training images among others. Dashed: linear accuracy on the test images, at the end.");
    }

    /// <summary>Curves that a sample has besides.</summary>
    protected virtual void AddMoreCurves()
    {
    }

    /// <summary>Saves a figure, and shows it on the page.</summary>
    protected void Add(string file, Figure figure, string caption = "", string? alternative = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        figure.Save(Path.Combine(options.Output, file));
        _page.AddFigure(figure, caption, alternative);
        _written.Add(file);
    }

    private IEnumerable<string> Notes()
    {
        foreach (string note in data.Notes)
            yield return note;
        if (data.Training.Count < Batch.Size)
            yield return $"There are fewer images than {Batch.Name}, so each step used all {data.Training.Count}.";
        if (Epochs is [.., { Collapsed: true }])
            yield return "The representation has collapsed: to the network all images look alike, so what it gives for them says nothing.";
        if (training is { Canceled: true, Steps: 0 })
            yield return "Ended before the first step of the training: the encoder's weights are random, and there is nothing to resume.";
        else if (training.Canceled)
            yield return $"Ended early, after {Count(Epochs.Count, "epoch")}; --resume goes on.";
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
        UsualSizeLinearAccuracy = Scores.Length > 3 ? Scores[1].Linear.Accuracy : (double?)null,
        UsualSizeKnnAccuracy = Scores.Length > 3 ? Scores[1].Knn : (double?)null,
        RandomLinearAccuracy = Scores.ElementAtOrDefault(Scores.Length - 2)?.Linear.Accuracy,
        RandomKnnAccuracy = Scores.ElementAtOrDefault(Scores.Length - 2)?.Knn,
        PixelLinearAccuracy = Scores.ElementAtOrDefault(Scores.Length - 1)?.Linear.Accuracy,
        PixelKnnAccuracy = Scores.ElementAtOrDefault(Scores.Length - 1)?.Knn,
        training.ViewsPerSecond,
        Seconds = Duration.TotalSeconds,
        TrainingSeconds = training.Duration.TotalSeconds,
        training.Steps,
        EpochsCompleted = Epochs.Count,
        training.Canceled,
        Loss = Epochs.Select(epoch => epoch.Loss),
        ContrastiveAccuracy = Epochs.Select(epoch => epoch.ContrastiveAccuracy),
        LearningRate = Epochs.Select(epoch => epoch.LearningRate),
        MonitoredKnnAccuracy = Epochs.Select(epoch => epoch.KnnAccuracy),
        EpochMinutes,
        Source = data.Description,
        Notes = Notes(),
        TrainingImages = data.Training.Count,
        TestImages = data.Test?.Count ?? 0,
        Classes = data.Training.ClassNames.Count,
        // As what they are, not as what they are known as here.
        Options = (object)options,
        Plan,
        LibraryVersion = MachineDescription.Current.Library,
        Machine = MachineDescription.Current,
    };
}

using System.Text.Json;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Reporting;
using SimClr.Core.Samples;
using SimClr.Core.Samples.Data;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.SampleTests.Support;
using SimClr.Core.Training;

namespace SimClr.Core.SampleTests.Quickstart;

/// <summary>The report of a run that never was, with plausible numbers.</summary>
public sealed class QuickstartReportTests : IDisposable
{
    private static readonly string[] Pictures = ["accuracy.png", "confusion.png", "loss.png", "neighbors.png", "views.png"];
    private static readonly SyntheticSource Images = new(new SyntheticOptions { Count = 30, Size = 8 });
    private static readonly FeatureSet Features = FeatureSet.FromPixels(Images, new EvaluationCrop(8));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Labeled_LeavesExactlyItsFiles()
    {
        string output = Write();

        Files().Should().Equal([.. Pictures.Concat(["metrics.json", "report.html"]).Order()]);
        output.TrimEnd().Should().EndWith("encoder.safetensors, metrics.json, confusion.png, loss.png, accuracy.png, views.png, neighbors.png, report.html");
        output.Should().MatchRegex(@"pretrained encoder +\d+ +\d+\.\d % +75\.0 %");
    }

    [Fact]
    public void Write_Labeled_MetricsHoldEveryResult()
    {
        Write(epochs: 4);

        JsonElement metrics = Metrics();
        metrics.GetProperty("knn_accuracy").GetDouble().Should().Be(0.75);
        metrics.GetProperty("random_knn_accuracy").GetDouble().Should().Be(0.25);
        metrics.GetProperty("pixel_knn_accuracy").GetDouble().Should().Be(0.2);
        foreach (string name in new[] { "linear_accuracy", "random_linear_accuracy", "pixel_linear_accuracy" })
            metrics.GetProperty(name).GetDouble().Should().BeInRange(0, 1);
        metrics.GetProperty("views_per_second").GetDouble().Should().Be(1512.25);
        metrics.GetProperty("seconds").GetDouble().Should().Be(170);
        metrics.GetProperty("training_seconds").GetDouble().Should().Be(123.4);
        metrics.GetProperty("loss").EnumerateArray().Select(value => value.GetDouble()).Should().Equal(6, 5, 4, 3);
        foreach (string name in new[] { "contrastive_accuracy", "learning_rate", "monitored_knn_accuracy" })
            metrics.GetProperty(name).GetArrayLength().Should().Be(4);
        metrics.GetProperty("epoch_minutes").EnumerateArray().Last().GetDouble().Should().BeApproximately(4 * 6.1 / 60, 1e-9);
        metrics.GetProperty("training_images").GetInt32().Should().Be(30);
        metrics.GetProperty("options").GetProperty("batch_size").GetInt32().Should().Be(new QuickstartOptions().BatchSize);
        metrics.GetProperty("options").GetProperty("temperature").GetDouble().Should().Be(new QuickstartOptions().Temperature);
        metrics.GetProperty("library_version").GetString().Should().NotBeNullOrEmpty();
        metrics.GetProperty("machine").GetProperty("processor_count").GetInt32().Should().Be(Environment.ProcessorCount);
    }

    [Fact]
    public void Write_Labeled_PageShowsThePicturesAndLoadsNothing()
    {
        Write();

        foreach (string picture in Pictures)
            Page(Convert.ToBase64String(File.ReadAllBytes(_folder.Combine(picture)))).Should().BeTrue(picture);
        foreach (string text in new[] { "75.0 %", "A note &amp; more.", "--batch-size" })
            Page(text).Should().BeTrue(text);
        foreach (string loader in new[] { "http:", "https:", "url(", "<script", "<link", "<iframe" })
            Page(loader).Should().BeFalse(loader);
    }

    [Fact]
    public void Write_Unlabeled_SaysSoAndLeavesAccuraciesOut()
    {
        string output = Write(labeled: false);

        Files().Should().NotContain("confusion.png").And.Contain("neighbors.png");
        Metrics().GetProperty("linear_accuracy").ValueKind.Should().Be(JsonValueKind.Null);
        Page("Without labels").Should().BeTrue();
        output.Should().Contain("Without labels");
    }

    [Fact]
    public void Write_CanceledBeforeTheFirstEpoch_HasNoCurvesButAllElse()
    {
        Write(epochs: 0, labeled: false, canceled: true);

        Files().Should().Equal("metrics.json", "neighbors.png", "report.html", "views.png");
        Metrics().GetProperty("canceled").GetBoolean().Should().BeTrue();
        Page("Ended before the first step of the training").Should().BeTrue();
    }

    private string Write(int epochs = 20, bool labeled = true, bool canceled = false)
    {
        using StringWriter output = new();
        SampleData data = new() { Description = "shapes", Training = Images, Test = labeled ? Images : null, Notes = ["A note & more."] };
        TrainingResult training = new(
            [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, labeled))], epochs * 19L, TimeSpan.FromSeconds(123.4), 1512.25, canceled);
        Score pretrained = Score.Of("pretrained encoder", Features, Features) with { Knn = 0.75 };
        new QuickstartReport(new QuickstartOptions { Output = _folder.Path }, data, training)
        {
            Scores = labeled ? [pretrained, pretrained with { Knn = 0.25 }, pretrained with { Knn = 0.2 }] : [],
            Views = ImageGrid.OfViews(Images, new ViewGenerator(1, new AugmentationPipeline()), [0, 1], views: 2),
            Neighbors = ImageGrid.OfNeighbors(Images, Features, Images, Features, [0, 1], count: 2),
            Duration = TimeSpan.FromSeconds(170),
        }.Write(output, "encoder.safetensors");
        return output.ToString();
    }

    private static EpochSummary Epoch(int epoch, bool labeled)
    {
        Dictionary<string, double> metrics = new()
        {
            [MetricNames.Loss] = 7 - epoch,
            [MetricNames.ContrastiveAccuracy] = 0.02 * epoch,
            [MetricNames.LearningRate] = 0.1,
        };
        if (labeled)
            metrics[MetricNames.KnnAccuracy] = 0.3 + 0.01 * epoch;
        return new EpochSummary(epoch, TimeSpan.FromSeconds(6.1), metrics);
    }

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order();

    // A failing string assertion would print the pictures inside the page.
    private bool Page(string text) => File.ReadAllText(_folder.Combine("report.html")).Contains(text, StringComparison.Ordinal);

    private JsonElement Metrics() => JsonDocument.Parse(File.ReadAllText(_folder.Combine("metrics.json"))).RootElement;
}

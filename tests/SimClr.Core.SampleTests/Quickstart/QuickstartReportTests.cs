using System.Text.Json;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.Samples.Reports;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Pretraining;

public sealed class PretrainingReportTests : IDisposable
{
    private static readonly string[] All = ["accuracy.png", "loss.png", "metrics.json", "neighbors.png", "report.html", "views.png"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Labeled_LeavesExactlyItsFiles()
    {
        OutputFolder output = Write(FakeRun.Create());

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order().Should().Equal(All);
        output.Written.Order().Should().Equal(All);
    }

    [Fact]
    public void Write_Twice_ReplacesTheFiles()
    {
        Write(FakeRun.Create(epochs: 1));
        Write(FakeRun.Create(epochs: 5));

        Metrics().GetProperty("loss").GetArrayLength().Should().Be(5);
    }

    [Fact]
    public void Write_Labeled_MetricsHoldEveryResult()
    {
        Write(FakeRun.Create(epochs: 4));

        JsonElement metrics = Metrics();
        metrics.GetProperty("linear_accuracy").GetDouble().Should().Be(0.8125);
        metrics.GetProperty("knn_accuracy").GetDouble().Should().Be(0.75);
        metrics.GetProperty("random_linear_accuracy").GetDouble().Should().Be(0.3333);
        metrics.GetProperty("random_knn_accuracy").GetDouble().Should().Be(0.25);
        metrics.GetProperty("pixel_linear_accuracy").GetDouble().Should().Be(0.2812);
        metrics.GetProperty("pixel_knn_accuracy").GetDouble().Should().Be(0.2);
        metrics.GetProperty("views_per_second").GetDouble().Should().Be(1512.25);
        metrics.GetProperty("seconds").GetDouble().Should().Be(170);
        metrics.GetProperty("loss").EnumerateArray().Select(value => value.GetDouble())
            .Should().Equal(5.2, 6.2 - Math.Sqrt(2), 6.2 - 2 * Math.Sqrt(0.75), 4.2);
        metrics.GetProperty("contrastive_accuracy").GetArrayLength().Should().Be(4);
        metrics.GetProperty("learning_rate").GetArrayLength().Should().Be(4);
        metrics.GetProperty("monitored_knn_accuracy").GetArrayLength().Should().Be(4);
        metrics.GetProperty("training_images").GetInt32().Should().Be(30);
        metrics.GetProperty("test_images").GetInt32().Should().Be(9);
        metrics.GetProperty("options").GetProperty("batch_size").GetInt32().Should().Be(new QuickstartOptions().BatchSize);
        metrics.GetProperty("options").GetProperty("temperature").GetDouble().Should().Be(new QuickstartOptions().Temperature);
        metrics.GetProperty("library_version").GetString().Should().NotBeNullOrEmpty();
        metrics.GetProperty("machine").GetProperty("processor_count").GetInt32().Should().Be(Environment.ProcessorCount);
    }

    [Fact]
    public void Write_Labeled_PageShowsThePicturesAndLoadsNothing()
    {
        Write(FakeRun.Create());

        foreach (string picture in All.Where(name => name.EndsWith(".png", StringComparison.Ordinal)))
            Page(Convert.ToBase64String(File.ReadAllBytes(_folder.Combine(picture)))).Should().BeTrue(picture);
        foreach (string text in new[] { "81.3 %", "A note &amp; more." })
            Page(text).Should().BeTrue(text);
        foreach (string loader in new[] { "http:", "https:", "url(", "<script", "<link", "<iframe" })
            Page(loader).Should().BeFalse(loader);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_ChartOfMinutes_IsThereWhereKnnWasMeasured(bool labeled)
    {
        PretrainingResult result = FakeRun.Create(labeled);

        Write(result with { Setup = result.Setup with { Charts = [PretrainingCharts.AccuracyByMinutes] } });

        File.Exists(_folder.Combine("accuracy-by-minutes.png")).Should().Be(labeled);
        Metrics().GetProperty("epoch_minutes").EnumerateArray().Last().GetDouble().Should().BeApproximately(20 * 6.1 / 60, 1e-9);
    }

    [Fact]
    public void Write_Unlabeled_SaysSoAndLeavesAccuraciesOut()
    {
        Write(FakeRun.Create(labeled: false));

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order().Should().Equal(All);
        Metrics().GetProperty("linear_accuracy").ValueKind.Should().Be(JsonValueKind.Null);
        Page("Without labels").Should().BeTrue();
    }

    [Fact]
    public void Write_CanceledBeforeTheFirstEpoch_HasNoCurvesButAllElse()
    {
        Write(FakeRun.Create(epochs: 0, canceled: true));

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order()
            .Should().Equal("metrics.json", "neighbors.png", "report.html", "views.png");
        Metrics().GetProperty("canceled").GetBoolean().Should().BeTrue();
        Page("Ended before the first step of the training").Should().BeTrue();
    }

    private OutputFolder Write(PretrainingResult result)
    {
        OutputFolder output = new(_folder.Path);
        PretrainingReport.Write(result, output);
        return output;
    }

    // A failing string assertion would print the pictures inside the page.
    private bool Page(string text) => File.ReadAllText(_folder.Combine("report.html")).Contains(text, StringComparison.Ordinal);

    private JsonElement Metrics() => JsonDocument.Parse(File.ReadAllText(_folder.Combine("metrics.json"))).RootElement;
}

namespace SimClr.Core.PackageTests;

/// <summary>An application that has SimClr.Core.Reporting and TorchSharp-cpu, and writes a report.</summary>
[Collection(nameof(PackageCollection))]
public sealed class ReportingApplicationTests(PackedPackage package)
{
    private const string Program = """
        using SimClr.Core;
        using SimClr.Core.Augmentation;
        using SimClr.Core.Data;
        using SimClr.Core.Models;
        using SimClr.Core.Reporting;
        using SimClr.Core.Training;

        SyntheticSource images = new(new SyntheticOptions { Count = 32, Size = 16 });
        using TerminalProgress progress = new(output: Console.Out);
        using SimClrPipeline simclr = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(a => a.RandomResizedCrop(16))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 1 / 32.0))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (2, 16))
            .UseCallback(progress)
            .Build();
        TrainingResult result = simclr.Train();

        LineChart loss = LineChart.Of(result.Epochs, MetricNames.Loss);
        loss.Save("report/loss.png");
        new HtmlReport("Pretraining").AddFigure(loss).AddFigure(ImageGrid.OfViews(images, simclr.Views)).Save("report/report.html");
        MetricsJson.Save("report/metrics.json", new { result.Steps, Machine = MachineDescription.Current });
        """;

    [ApplicationFact]
    public async Task Report_OfARun_IsWritten()
    {
        Application application = Application.OfPackage(package, "reporting", "SimClr.Core.Reporting", Program, nativeTorch: true);

        string output = await application.DotNetAsync("run", "-c", "Release");

        output.Should().MatchRegex(@"epoch 1/2  loss .* left\r?\nepoch 2/2  loss ");
        application.FileNames("report").Should().BeEquivalentTo("loss.png", "report.html", "metrics.json");
        application.Read("report/loss.png")[..4].Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G');
        System.Text.Encoding.UTF8.GetString(application.Read("report/report.html")).Split("<img src=\"data:image/png;base64,").Should().HaveCount(3);
        System.Text.Encoding.UTF8.GetString(application.Read("report/metrics.json")).Should().Contain("\"steps\": 4").And.Contain($"\"library\": \"{Settings.Version}");
    }
}

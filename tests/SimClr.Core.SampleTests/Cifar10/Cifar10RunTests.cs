using System.Text.Json;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Samples.Cifar10;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Reports;
using SimClr.Core.SampleTests.Support;
using Spectre.Console;

namespace SimClr.Core.SampleTests.Cifar10;

/// <summary>The whole job on a handful of tiny images: nothing is learned, but everything happens.</summary>
public sealed class Cifar10RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly Cifar10Options _options;

    public Cifar10RunTests()
    {
        // Without labels there is nothing to score, which takes most of the time.
        PictureFolder.Fill(_folder.Combine("unlabeled"), 24);
        _options = new Cifar10Options
        {
            Data = _folder.Combine("unlabeled"),
            Output = _folder.Combine("run"),
            Recipe = Cifar10Recipe.HalfHour with { BaseChannels = 4, BatchSize = 8 },
            Epochs = 3,
            Limit = 24,
            Threads = 1,
        };
    }

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Run_Epochs_TellsThePlanAndReportsIt()
    {
        foreach (string part in new[] { "train", "test" })
            foreach (string name in new[] { "cat", "horse", "elephant" })
                PictureFolder.Fill(_folder.Combine($"labeled/{part}/{name}"), 12);

        PretrainingResult result = Run(_options with { Data = _folder.Combine("labeled") });

        result.Training.Epochs.Should().HaveCount(3).And.OnlyContain(epoch => epoch.Loss > 0);
        result.EpochMinutes.Should().HaveCount(3).And.BeInAscendingOrder().And.OnlyContain(minutes => minutes > 0);
        result.Scores!.Pretrained.Dimension.Should().Be(6 * 32, "the representation is h at six sizes");
        _output.ToString().Should().Contain("Plan for 3 epochs of 3 steps at").And.Contain("epoch 3/3").And.Contain(", ends ");
        using ResNetEncoder encoder = new(
            ResNetDepth.ResNet10, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 4.0 / 64 }, seed: 1);
        encoder.LoadWeights(Path.Combine(_options.Output, PretrainingRun.EncoderFile));
        encoder.parameters().Should().OnlyContain(parameter => parameter.isfinite().all().item<bool>());
        OutputFolder written = new(_folder.Combine("output"));
        PretrainingReport.Write(result, written);
        written.Written.Should().Contain(["metrics.json", "report.html", "loss.png", "views.png"]);
        JsonElement metrics = JsonDocument.Parse(File.ReadAllText(_folder.Combine("output/metrics.json"))).RootElement;
        metrics.GetProperty("plan").GetProperty("epochs").GetInt32().Should().Be(3);
        metrics.GetProperty("plan").GetProperty("images_per_second").GetDouble().Should().BePositive();
        metrics.GetProperty("options").GetProperty("recipe").GetProperty("depth").GetString().Should().Be("ResNet10");
        metrics.GetProperty("epoch_minutes").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public void Run_Resumed_KeepsThePlan()
    {
        PretrainingResult first = Run(_options);

        PretrainingResult resumed = Run(_options with { Epochs = null, Resume = true });

        resumed.Plan.Should().Be(first.Plan);
        resumed.Training.Epochs.Should().Equal(first.Training.Epochs, "it was finished, so nothing was left to do");
    }

    [Fact]
    public void Run_ResumedWithOtherEpochs_IsRefused()
    {
        RunTimes times = new(TimeSpan.Zero, TimeSpan.FromSeconds(1), 3, TimeSpan.Zero, TimeSpan.Zero);
        PlanFile.Write(_options.Output, Cifar10Plan.Make(_options, 8, times));

        Action run = () => Run(_options with { Epochs = 4, Resume = true });

        run.Should().Throw<PlanningException>().WithMessage("--epochs 4 contradicts --resume*3 epochs.");
    }

    [Fact]
    public void Run_TooFewMinutes_SaysHowManyAreEnough()
    {
        Action run = () => Run(_options with { Epochs = null, Minutes = 0.001 });

        run.Should().Throw<PlanningException>().WithMessage("--minutes 0 is too short*Choose --minutes*");
    }

    [Fact]
    public void Run_CanceledWhileMeasuring_PlansNothing()
    {
        Action run = () => Run(_options, new CancellationToken(canceled: true));

        run.Should().Throw<OperationCanceledException>();
        Directory.Exists(_options.Output).Should().BeFalse();
    }

    private PretrainingResult Run(Cifar10Options options, CancellationToken cancellationToken = default)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Interactive = InteractionSupport.No });
        return new PretrainingRun(new Cifar10Sample(options), console).Run(cancellationToken);
    }
}

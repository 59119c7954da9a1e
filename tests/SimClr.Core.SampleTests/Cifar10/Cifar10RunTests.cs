using System.Text.Json;
using SimClr.Core.Distributed;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.SampleTests.Support;
using SimClr.Core.Samples.Cifar10;

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

        Run(_options with { Data = _folder.Combine("labeled") }).Should().BeTrue();

        _output.ToString().Should().Contain("Plan for 3 epochs of 3 steps at").And.Contain("epoch 3/3").And.Contain(", ends ")
            .And.MatchRegex($"pretrained encoder +{7 * 32} ", "the representation is h at three sizes and of four patches");
        using ResNetEncoder encoder = new(
            ResNetDepth.ResNet10, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 4.0 / 64 }, seed: 1);
        encoder.LoadWeights(Path.Combine(_options.Output, "encoder.safetensors"));
        encoder.parameters().Should().OnlyContain(parameter => parameter.isfinite().all().item<bool>());
        Directory.GetFiles(_options.Output).Select(Path.GetFileName).Should().Contain(
            ["accuracy.png", "confusion.png", "loss.png", "metrics.json", "neighbors.png", "plan.json", "report.html", "views.png"]);
        JsonElement metrics = Metrics();
        metrics.GetProperty("loss").EnumerateArray().Should().HaveCount(3).And.OnlyContain(loss => loss.GetDouble() > 0);
        metrics.GetProperty("plan").GetProperty("epochs").GetInt32().Should().Be(3);
        metrics.GetProperty("plan").GetProperty("images_per_second").GetDouble().Should().BePositive();
        metrics.GetProperty("options").GetProperty("recipe").GetProperty("depth").GetString().Should().Be("ResNet10");
        metrics.GetProperty("usual_size_knn_accuracy").GetDouble().Should().BeInRange(0, 1);
        double[] minutes = [.. metrics.GetProperty("epoch_minutes").EnumerateArray().Select(value => value.GetDouble())];
        minutes.Should().HaveCount(3).And.BeInAscendingOrder().And.OnlyContain(value => value > 0);
    }

    [Fact]
    public void Run_Resumed_KeepsThePlan()
    {
        Run(_options);
        (Cifar10Plan? plan, string epochs) = (PlanFile.Read(_options.Output), Metrics().GetProperty("epoch_minutes").ToString());

        Run(_options with { Epochs = null, Resume = true });

        PlanFile.Read(_options.Output).Should().BeEquivalentTo(plan);
        Metrics().GetProperty("epoch_minutes").ToString().Should().Be(epochs, "it was finished, so nothing was left to do");
    }

    [Fact]
    public void Run_ResumedWithOtherEpochs_IsRefused()
    {
        RunTimes times = new(TimeSpan.Zero, TimeSpan.FromSeconds(1), 3, TimeSpan.Zero, TimeSpan.Zero);
        PlanFile.Write(_options.Output, Cifar10Plan.Make(_options, 8, times));

        Action run = () => Run(_options with { Epochs = 4, Resume = true });

        run.Should().Throw<InvalidDataException>().WithMessage("--epochs 4 contradicts --resume*3 epochs.");
    }

    [Fact]
    public void Run_TooFewMinutes_SaysHowManyAreEnough()
    {
        Action run = () => Run(_options with { Epochs = null, Minutes = 0.001 });

        run.Should().Throw<InvalidDataException>().WithMessage("--minutes 0 is too short*Choose --minutes*");
    }

    [Fact]
    public void Run_Minutes_AreKeptAndCanBeRepeated()
    {
        Cifar10Options options = _options with { Epochs = null, Resume = true };
        RunTimes times = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(10), 3, TimeSpan.Zero, TimeSpan.Zero);
        PlanFile.Write(options.Output, Cifar10Plan.Make(_options with { Epochs = null, Minutes = 0.01 }, 8, times));
        Run(options).Should().BeTrue();
        Cifar10Plan plan = PlanFile.Read(options.Output)!;
        plan.Revisions.Should().NotBeEmpty();
        long steps = Metrics().GetProperty("steps").GetInt64();
        steps.Should().Be(plan.Revisions[^1].TotalSteps);
        byte[] weights = File.ReadAllBytes(Path.Combine(options.Output, "encoder.safetensors"));

        Run(options with { Resume = false, Repeat = Path.Combine(options.Output, "plan.json"), Output = _folder.Combine("again") });

        File.ReadAllBytes(_folder.Combine("again/encoder.safetensors")).Should().Equal(weights);
    }

    [Fact]
    public void Run_CanceledWhileMeasuring_PlansNothing()
    {
        Action run = () => Run(_options, new CancellationToken(canceled: true));

        run.Should().Throw<OperationCanceledException>();
        Directory.Exists(_options.Output).Should().BeFalse();
    }

    private JsonElement Metrics() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_options.Output, "metrics.json"))).RootElement;

    private bool Run(Cifar10Options options, CancellationToken cancellationToken = default) => new Cifar10Run(options, _output, SingleProcess.Instance).Run(cancellationToken);
}

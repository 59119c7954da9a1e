using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Callbacks;

/// <summary>A metric is added in one place, and appears wherever metrics appear.</summary>
public sealed class MetricTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<TrainingProgress> _reports = [];

    // Step n measures n; epoch n has 10 n.
    private readonly Recorder _measuring = new()
    {
        Act = (hook, run) =>
        {
            if (hook == "step")
                run.Metrics.Add("mine", run.Step);
            if (hook == "epoch")
            {
                using Tensor value = tensor(10.0 * run.Epoch);
                run.Metrics.Add("evaluation/mine", value);
            }
        },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_InHooks_AppearsInReportsEpochsAndLog()
    {
        Messages log = new();
        TrainingResult result = Train(log: log);
        _reports.Select(report => report.Metrics["mine"]).Should().Equal(2, 3, 4, 6);
        result.Epochs.Select(epoch => epoch.Metrics["mine"]).Should().Equal([2.5, 5], "steps 2 and 3 are measured, then 4 and 6");
        result.Epochs.Select(epoch => epoch.Metrics["evaluation/mine"]).Should().Equal(10, 20);
        log.All.Should().Contain(message => message.Text.StartsWith("Epoch 2 of 2: ") && message.Text.Contains("evaluation/mine 20"));
    }

    [Fact]
    public void EpochMetrics_AfterEpoch_HaveWhatEarlierCallbacksAddedAndOnlyThen()
    {
        List<(double Step, double Epoch)> seen = [];
        Recorder looking = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "epoch")
                    seen.Add((run.EpochMetrics["mine"], run.EpochMetrics["evaluation/mine"]));
                else
                    run.EpochMetrics.Should().NotContainKey("evaluation/mine");
            },
        };
        Train(looking);
        seen.Should().Equal((2.5, 10), (5, 20));
    }

    [Fact]
    public void Stop_AfterEpoch_CanDependOnAMetricOfAnEarlierCallback()
    {
        Recorder stopping = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "epoch" && run.EpochMetrics["evaluation/mine"] >= 10)
                    run.Stop("10 is enough");
            },
        };
        Train(stopping).Should().Match<TrainingResult>(result => result.Steps == 3 && result.StopReason == "10 is enough");
    }

    [Fact]
    public void Add_InALeftOverBatch_CountsOnlyWhereNoOtherStepMeasured()
    {
        Recorder measuring = new()
        {
            Act = (hook, run) =>
            {
                if (hook != "step")
                    return;
                run.Metrics.Add("mine", run.Step);
                run.Metrics.Add(run.Step == 4 ? "late" : "early", run.Step);
            },
        };
        IReadOnlyDictionary<string, double> metrics = new Session
        {
            Images = new DrawnImages(28),
            Callbacks = [measuring],
            Options = new() { Epochs = 1, BatchSize = 8, Workers = 1, LogEverySteps = 100, DropLastBatch = false },
            Progress = new Callback(_reports.Add),
        }.Train().Result.Epochs.Single().Metrics;

        metrics["mine"].Should().Be(3, "steps 1 to 3 have full batches, and the last of them is measured");
        metrics["early"].Should().Be(3);
        metrics["late"].Should().Be(4, "nothing else measured it");
        _reports.Single().Metrics["mine"].Should().Be(3);
    }

    [Fact]
    public void Train_LibrarysMetrics_AreThere()
    {
        TrainingResult result = Train();
        string[] step =
        [
            MetricNames.Loss, MetricNames.ContrastiveAccuracy, MetricNames.EmbeddingDeviation, MetricNames.GradientNorm, MetricNames.LearningRate,
            MetricNames.ViewsPerSecond,
        ];
        _reports[^1].Metrics.Keys.Should().Contain([.. step, MetricNames.ViewWaitShare]);
        result.Epochs[^1].Metrics.Keys.Should().Contain(step);
        _reports[^1].Metrics[MetricNames.GradientNorm].Should().BePositive();
    }

    [Fact]
    public void Add_WithTensorBoard_IsAScalarOfItsName()
    {
        Train(new TensorBoardLog(_folder.At("board")));
        string events = Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(_folder.At("board")).Single()));
        events.Should().Contain("train/mine").And.Contain("evaluation/mine").And.Contain("train/embedding_deviation").And.Contain("train/gradient_norm");
    }

    [Fact]
    public void Logs_WhereSomethingElseIs_SaySo()
    {
        string file = _folder.Write("a-file", "text");
        FluentActions.Invoking(() => Train(new TensorBoardLog(file)))
            .Should().Throw<IOException>().WithMessage($"TensorBoardFolder: *{file}: expected a folder, but it is a file, not a folder.");
        FluentActions.Invoking(() => Train(new JsonLinesLog(Path.Combine(file, "run.jsonl"))))
            .Should().Throw<IOException>().WithMessage($"{file}: expected a folder, but it is a file, not a folder.");
        FluentActions.Invoking(() => Train(new JsonLinesLog(_folder.Path)))
            .Should().Throw<IOException>().WithMessage($"{_folder.Path}: expected a file to write, but it is a folder, not a file.");
    }

    [Fact]
    public void JsonLinesLog_OfARun_HasALineForEachReport()
    {
        Train(new JsonLinesLog(_folder.At("logs/run.jsonl")));
        JsonElement[] lines = [.. File.ReadAllLines(_folder.At("logs/run.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        lines.Select(line => line.GetProperty("step").GetInt64()).Should().Equal(2, 3, 4, 6);
        lines.Select(line => line.GetProperty("metrics").GetProperty("mine").GetDouble()).Should().Equal(2, 3, 4, 6);
        lines.Where(line => line.TryGetProperty("epochMetrics", out _)).Select(line => line.GetProperty("epoch").GetInt32()).Should().Equal(1, 2);
        lines[^1].GetProperty("epochMetrics").GetProperty("evaluation/mine").GetDouble().Should().Be(20);
    }

    [Fact]
    public void MeterLog_OfARun_PublishesGaugesAndCounts()
    {
        Dictionary<string, double> last = [];
        long steps = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == MeterLog.MeterName)
                    it.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => last[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => steps += instrument.Name == "simclr.steps" ? value : 0);
        listener.Start();
        using MeterLog log = new();
        Train(log);
        steps.Should().Be(6);
        last["simclr.mine"].Should().Be(6);
        last["simclr.evaluation.mine"].Should().Be(20);
    }

    [Fact]
    public void Add_NoNumberOrNoName_IsRefused()
    {
        MetricSink sink = new();
        using Tensor two = zeros(2);
        sink.Invoking(it => it.Add("mine", two)).Should().Throw<ArgumentException>().WithMessage("The metric 'mine' must be one number, but is [2]*");
        sink.Invoking(it => it.Add(" ", 1)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Add_TheSameNameAgain_ReplacesItAndLeavesNoTensor()
    {
        MetricSink sink = new();
        long before = LiveTensors.Count();
        for (int time = 1; time <= 3; time++)
        {
            using Tensor value = tensor(time);
            sink.Add("mine", value);
        }

        sink.Add("other", 7);
        sink.Take().Should().Equal(("mine", 3f), ("other", 7f));
        sink.Take().Should().BeEmpty();
        LiveTensors.Count().Should().Be(before);
    }

    private TrainingResult Train(TrainingCallback? log = null) => Train(log, new Messages());

    private TrainingResult Train(Messages log) => Train(null, log);

    private TrainingResult Train(TrainingCallback? callback, Messages log) => new Session
    {
        Callbacks = callback is null ? [_measuring] : [_measuring, callback],
        Options = new() { Epochs = 2, BatchSize = 8, Workers = 1, LogEverySteps = 2 },
        Logger = log,
        Progress = new Callback(_reports.Add),
    }.Train().Result;
}

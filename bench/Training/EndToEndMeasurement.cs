using System.CommandLine;
using SimClr.Core.Augmentation;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>
/// The hidden command <c>end-to-end-case</c>: bare steps and whole trainings of one case and precision, by turns in one process, because
/// a machine's speed moves by more within a minute than what is measured here.
/// </summary>
/// <param name="BareViewsPerSecond">Views a second of the step alone, on views made beforehand; the median.</param>
/// <param name="ViewsPerSecond">Views a second of a training, views made meanwhile; the median.</param>
/// <param name="Ratio">A training's speed over that of the bare steps before and after it; the median.</param>
/// <param name="WaitShare">Share of its time in which a training waited for views.</param>
/// <param name="WorkerCores">Processors that the view workers kept busy; null where the system does not tell.</param>
internal sealed record EndToEndMeasurement(
    double BareViewsPerSecond, double ViewsPerSecond, double Ratio, double WaitShare, double? WorkerCores)
{
    private const int Turns = 5;
    private const int StepsPerEpoch = 20;
    private const int StepsPerReport = 4;

    /// <summary>The fewest steps from which something can be said.</summary>
    public const int FewestSteps = StepsPerReport * (EndToEndProgress.WarmUps + 2);

    public static Command CreateCommand()
    {
        Argument<string> benchmark = new("case");
        Argument<Precision> precision = new("precision");
        Option<int> steps = new("--steps");
        Option<double> seconds = new("--seconds");
        Option<string?> data = new("--data");
        Command command = new("end-to-end-case", "One measurement of the command end-to-end.")
        {
            benchmark, precision, steps, seconds, data,
        };
        command.Hidden = true;
        command.SetAction(parsed => OwnProcess.Answer(Measure(
            StepCase.Named(parsed.GetValue(benchmark)!),
            parsed.GetValue(precision),
            parsed.GetValue(steps),
            parsed.GetValue(seconds),
            parsed.GetValue(data))));
        return command;
    }

    public static EndToEndMeasurement InOwnProcess(StepCase benchmark, Precision precision, int steps, double seconds, DirectoryInfo? data)
    {
        string[] folder = data is null ? [] : ["--data", data.FullName];
        string[] length = ["--steps", $"{steps}", "--seconds", OwnProcess.Format(seconds)];
        return OwnProcess.Measure<EndToEndMeasurement>(["end-to-end-case", benchmark.Name, $"{precision}", .. length, .. folder]);
    }

    private static EndToEndMeasurement Measure(StepCase benchmark, Precision precision, int steps, double seconds, string? folder)
    {
        IImageSource source = folder is null ? Synthetic(benchmark) : ImageDataset.Open(folder).Training;
        StepSubject bare = LibraryStep.Prepare(benchmark, precision, tuneAllocator: true);
        List<double> bareRates = [BareRate()];
        List<EndToEndProgress> trainings = [];
        List<double> ratios = [];
        for (int turn = 0; turn < Turns; turn++)
        {
            trainings.Add(Train(benchmark, precision, steps, source));
            bareRates.Add(BareRate());
            ratios.Add(trainings[^1].ViewsPerSecond / ((bareRates[^2] + bareRates[^1]) / 2));
        }

        return new EndToEndMeasurement(
            Statistics.Median(bareRates),
            Statistics.Median(trainings.Select(training => training.ViewsPerSecond)),
            Statistics.Median(ratios),
            trainings.Average(training => training.WaitShare),
            trainings.Average(training => training.WorkerCores));

        double BareRate() => benchmark.Views / RepetitionTime.Measure(() => bare.Step().Dispose(), seconds / (Turns + 1)).Median;
    }

    private static EndToEndProgress Train(StepCase benchmark, Precision precision, int steps, IImageSource source)
    {
        using SimClrModel model = LibraryStep.CreateModel(benchmark, precision);
        using ContrastiveLoss loss = LibraryStep.CreateLoss();
        using optim.Optimizer optimizer = LibraryStep.CreateOptimizer(model);
        int stepsPerEpoch = source.Count / benchmark.BatchSize;
        TrainingOptions options = new()
        {
            BatchSize = benchmark.BatchSize,
            Epochs = (steps + stepsPerEpoch - 1) / stepsPerEpoch,
            LogEverySteps = StepsPerReport,
        };
        EndToEndProgress progress = new();
        new ContrastiveTrainer(model, loss, optimizer, options)
            .Train(source, new ViewGenerator(seed: 1, SimClrAugmentations.Cifar(benchmark.Side)), progress);
        return progress;
    }

    private static SyntheticSource Synthetic(StepCase benchmark)
    {
        SyntheticSource source = new(new SyntheticOptions { Count = StepsPerEpoch * benchmark.BatchSize, Size = benchmark.Side });
        // Reading an image for the first time paints it, which is no part of training.
        Parallel.For(0, source.Count, index => source.Read(index));
        return source;
    }
}

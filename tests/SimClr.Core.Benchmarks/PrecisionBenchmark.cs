using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Benchmarks;

/// <summary>
/// The command <c>precision</c>: the same training in single and in mixed precision, epoch by epoch. A third one, in single precision with
/// a learning rate a millionth higher, shows how far two trainings part that differ in nothing but rounding.
/// </summary>
internal static class PrecisionBenchmark
{
    private const int EvaluatedSide = 32;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateCommand()
    {
        Option<DirectoryInfo> data = new("--data")
        {
            Description = "Labelled images for training and for testing: CIFAR binary files, or train/ and test/ with a folder for each class.",
            Required = true,
        };
        Option<int> epochs = new("--epochs") { Description = "Epochs of each training.", DefaultValueFactory = _ => 5 };
        Option<int> side = new("--side") { Description = "Height and width of the views; images are evaluated at 32 x 32.", DefaultValueFactory = _ => PrecisionTraining.DefaultSide };
        Option<long> seed = new("--seed") { Description = "Determines weights, order and views.", DefaultValueFactory = _ => 0 };
        Option<double> learningRate = new("--learning-rate") { Description = "Peak of SGD's learning rate.", DefaultValueFactory = _ => PrecisionTraining.DefaultLearningRate };
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Command command = new("precision", "The same training in fp32, in bf16 and once more in fp32: loss and kNN accuracy after every epoch.")
        {
            data, epochs, side, seed, learningRate, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(data)!,
            parsed.GetValue(epochs),
            parsed.GetValue(side),
            parsed.GetValue(seed),
            parsed.GetValue(learningRate),
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(DirectoryInfo data, int epochs, int side, long seed, double learningRate, FileInfo? json)
    {
        BenchmarkMachine.Print();
        ImageDataset directory = ImageDataset.Open(data.FullName);
        if (directory.Test is not { ClassNames.Count: > 1 } test)
        {
            throw new ArgumentException(
                $"Expected a folder with labelled images for testing beside those for training, found none in {data.FullName}.");
        }

        IReadOnlyList<EpochSummary> single = Train(Precision.Float32, learningRate);
        JsonArray mixed = Compare("bf16", single, Train(Precision.BFloat16, learningRate));
        JsonArray control = Compare("fp32 (lr)", single, Train(Precision.Float32, learningRate * (1 + 1e-6)));
        if (json is not null)
        {
            JsonObject figures = new()
            {
                ["machine"] = BenchmarkMachine.ToJson(),
                ["side"] = side,
                ["seed"] = seed,
                ["learningRate"] = learningRate,
                ["bf16"] = mixed,
                ["control"] = control,
            };
            File.WriteAllText(json.FullName, figures.ToJsonString(Indented) + "\n");
        }

        IReadOnlyList<EpochSummary> Train(Precision precision, double rate)
        {
            using SimClrPipeline pipeline = PrecisionTraining.Builder(directory.Training, precision, side, seed, rate)
                .ConfigureTraining(training => training.Epochs = epochs)
                .UseKnnMonitor(new KnnMonitor(directory.Training, test, extraction: new FeatureExtractorOptions
                {
                    Preprocessing = new AugmentationPipeline().Resize(EvaluatedSide).CenterCrop(EvaluatedSide),
                }))
                .Build();
            return pipeline.Train().Epochs;
        }
    }

    private static JsonArray Compare(string name, IReadOnlyList<EpochSummary> single, IReadOnlyList<EpochSummary> other)
    {
        Console.WriteLine($"{"epoch",-8}{"loss, fp32",12}{name,12}{"apart",10}{"kNN, fp32",12}{name,12}{"apart",10}");
        return [.. single.Zip(other, Report)];
    }

    private static JsonObject Report(EpochSummary single, EpochSummary other)
    {
        double lossApart = other.Loss / single.Loss - 1;
        double knnApart = 100 * (other.KnnAccuracy!.Value - single.KnnAccuracy!.Value);
        FormattableString losses = $"{single.Loss,12:0.0000}{other.Loss,12:0.0000}{lossApart,10:+0.00%;-0.00%}";
        FormattableString accuracies = $"{single.KnnAccuracy,12:0.00%}{other.KnnAccuracy,12:0.00%}{knnApart,10:+0.00;-0.00}";
        Console.WriteLine($"{single.Epoch,-8}{FormattableString.Invariant(losses)}{FormattableString.Invariant(accuracies)}");
        return new JsonObject
        {
            ["epoch"] = single.Epoch,
            ["lossFp32"] = single.Loss,
            ["loss"] = other.Loss,
            ["knnFp32"] = single.KnnAccuracy,
            ["knn"] = other.KnnAccuracy,
        };
    }
}

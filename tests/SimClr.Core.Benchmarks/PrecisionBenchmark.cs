using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core.Benchmarks;

/// <summary>The command <c>precision</c>: the same training in single and in mixed precision, epoch by epoch.</summary>
internal static class PrecisionBenchmark
{
    private const int BaseChannels = 16;
    private const int EvaluatedSide = 32;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateCommand()
    {
        Option<DirectoryInfo> data = new("--data")
        {
            Description = "A folder with labelled images for training and for testing, as CIFAR-10 unpacked.",
            Required = true,
        };
        Option<int> epochs = new("--epochs") { Description = "Epochs of each training.", DefaultValueFactory = _ => 5 };
        Option<int> side = new("--side") { Description = "Height and width of the views; images are evaluated at 32 x 32.", DefaultValueFactory = _ => 16 };
        Option<long> seed = new("--seed") { Description = "Determines initial weights, order and views, in both precisions." };
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Command command = new("precision", "The same training in single precision and in bf16: loss and kNN accuracy after every epoch.")
        {
            data, epochs, side, seed, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(data)!, parsed.GetValue(epochs), parsed.GetValue(side), parsed.GetValue(seed), parsed.GetValue(json)));
        return command;
    }

    private static void Run(DirectoryInfo data, int epochs, int side, long seed, FileInfo? json)
    {
        BenchmarkMachine.Print();
        ImageDirectory directory = ImageDirectory.Open(data.FullName);
        if (directory.Test is not { ClassNames.Count: > 1 } test)
        {
            throw new ArgumentException(
                $"Expected a folder with labelled images for testing beside those for training, found none in {data.FullName}.");
        }

        IReadOnlyList<EpochSummary> single = Train(Precision.Float32);
        IReadOnlyList<EpochSummary> mixed = Train(Precision.BFloat16);
        Console.WriteLine($"{"epoch",-8}{"loss, fp32",12}{"bf16",10}{"apart",10}{"kNN, fp32",12}{"bf16",10}{"apart",10}");
        JsonArray results = [.. single.Zip(mixed, Report)];
        if (json is not null)
        {
            JsonObject figures = new() { ["machine"] = BenchmarkMachine.ToJson(), ["side"] = side, ["seed"] = seed, ["results"] = results };
            File.WriteAllText(json.FullName, figures.ToJsonString(Indented) + "\n");
        }

        IReadOnlyList<EpochSummary> Train(Precision precision)
        {
            using SimClrPipeline pipeline = new SimClrBuilder()
                .UseImages(directory.Training)
                .UseEncoder(ResNetDepth.ResNet18, encoder =>
                {
                    encoder.SmallImages = true;
                    encoder.WidthMultiplier = BaseChannels / 64.0;
                    encoder.Precision = precision;
                })
                .UseAugmentations(SimClrAugmentations.Cifar(side))
                .UseNtXentLoss(temperature: 0.1)
                .UseSgd(sgd => (sgd.LearningRate, sgd.WeightDecay) = (0.12, 5e-4))
                .ConfigureTraining(training =>
                    (training.Epochs, training.BatchSize, training.KnnEveryEpochs, training.Seed) = (epochs, 128, 1, seed))
                .UseKnnMonitor(new KnnMonitor(directory.Training, test, extraction: new FeatureExtractorOptions
                {
                    Preprocessing = new AugmentationPipeline().Resize(EvaluatedSide).CenterCrop(EvaluatedSide),
                }))
                .Build();
            return pipeline.Train().Epochs;
        }
    }

    private static JsonObject Report(EpochSummary single, EpochSummary mixed)
    {
        double lossApart = mixed.Loss / single.Loss - 1;
        double knnApart = 100 * (mixed.KnnAccuracy!.Value - single.KnnAccuracy!.Value);
        FormattableString losses = $"{single.Loss,12:0.0000}{mixed.Loss,10:0.0000}{lossApart,10:+0.00%;-0.00%}";
        FormattableString accuracies = $"{single.KnnAccuracy,12:0.00%}{mixed.KnnAccuracy,10:0.00%}{knnApart,10:+0.00;-0.00}";
        Console.WriteLine($"{single.Epoch,-8}{FormattableString.Invariant(losses)}{FormattableString.Invariant(accuracies)}");
        return new JsonObject
        {
            ["epoch"] = single.Epoch,
            ["lossFp32"] = single.Loss,
            ["lossBf16"] = mixed.Loss,
            ["knnFp32"] = single.KnnAccuracy,
            ["knnBf16"] = mixed.KnnAccuracy,
        };
    }
}

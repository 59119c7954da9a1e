using System.CommandLine;
using SimClr.Core.Augmentation;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Benchmarks.MixedPrecision;

/// <summary>
/// The command <c>precision</c>: the same training in single and in mixed precision, epoch by epoch. A third one, in single precision with
/// a learning rate a millionth higher, shows how far two trainings part that differ in nothing but rounding.
/// </summary>
internal static class PrecisionBenchmark
{
    private const int EvaluatedSide = 32;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("", -22, row => row.Contender),
        new("epoch", 6, row => row.Epoch),
        new("loss, fp32", 12, row => row.LossFp32, "0.0000"),
        new("loss", 10, row => row.Loss, "0.0000"),
        new("apart", 10, row => row.Loss / row.LossFp32 - 1, "+0.00%;-0.00%"),
        new("kNN, fp32", 12, row => row.KnnFp32, "0.00%"),
        new("kNN", 10, row => row.Knn, "0.00%"),
        new("points apart", 14, row => 100 * (row.Knn - row.KnnFp32), "+0.00;-0.00"),
    ];

    public static Command CreateCommand()
    {
        Option<DirectoryInfo> data = new("--data")
        {
            Description = "Labeled images for training and testing: CIFAR binary files, or train/ and test/ with a folder for each class.",
            Required = true,
        };
        data.AcceptExistingOnly();
        Option<int> epochs = new("--epochs") { Description = "Epochs of each training.", DefaultValueFactory = _ => 5 };
        Option<int> side = new("--side")
        {
            Description = $"Height and width of the views; images are evaluated at {EvaluatedSide} x {EvaluatedSide}.",
            DefaultValueFactory = _ => PrecisionTraining.DefaultSide,
        };
        Option<long> seed = new("--seed") { Description = "Determines weights, order and views.", DefaultValueFactory = _ => 0 };
        Option<double> learningRate = new("--learning-rate")
        {
            Description = "Peak of SGD's learning rate.",
            DefaultValueFactory = _ => PrecisionTraining.DefaultLearningRate,
        };
        Command command = new(
            "precision", "The same training in fp32, in bf16 and once more in fp32: loss and kNN accuracy after every epoch.")
        {
            data, epochs, side, seed, learningRate,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(data)!,
            (images, precision, change) => PrecisionTraining
                .Builder(images, precision, parsed.GetValue(side), parsed.GetValue(seed), parsed.GetValue(learningRate) * change)
                .ConfigureTraining(training => training.Epochs = parsed.GetValue(epochs)),
            parsed));
        return command.WithReport();
    }

    private static void Run(DirectoryInfo data, Func<IImageSource, Precision, double, SimClrBuilder> create, ParseResult command)
    {
        ImageDataset directory = ImageDataset.Open(data.FullName);
        if (directory.Test is not { ClassNames.Count: > 1 } test)
        {
            throw new ArgumentException(
                $"Expected a folder with labeled images for testing beside those for training, found none in {data.FullName}.");
        }

        BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(command, Columns);
        IReadOnlyList<EpochSummary> single = Train(Precision.Float32, 1);
        Compare("bf16", Train(Precision.BFloat16, 1));
        Compare("fp32, rate x 1.000001", Train(Precision.Float32, 1 + 1e-6));
        report.Save();

        IReadOnlyList<EpochSummary> Train(Precision precision, double change)
        {
            using SimClrPipeline pipeline = create(directory.Training, precision, change)
                .UseKnnMonitor(new KnnMonitor(directory.Training, test, extraction: new FeatureExtractorOptions
                {
                    Preprocessing = new AugmentationPipeline().Resize(EvaluatedSide).CenterCrop(EvaluatedSide),
                }))
                .Build();
            return pipeline.Train().Epochs;
        }

        void Compare(string contender, IReadOnlyList<EpochSummary> epochs)
        {
            foreach ((EpochSummary fp32, EpochSummary other) in single.Zip(epochs))
                report.Add(new Row(contender, other.Epoch, fp32.Loss, other.Loss, fp32.KnnAccuracy!.Value, other.KnnAccuracy!.Value));
        }
    }

    private sealed record Row(string Contender, int Epoch, double LossFp32, double Loss, double KnnFp32, double Knn);
}

using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Interop;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>
/// The command <c>recipe</c>: trains for some seconds of processor time and says what the representation is worth on images held out of the
/// training images. With it each choice of a recipe is tried alone at equal time; test images are never read.
/// </summary>
internal static class RecipeBenchmark
{
    private const double HeldOut = 0.1;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("looks at", -28, row => row.Look),
        new("numbers", 9, row => row.Numbers),
        new("kNN", 8, row => row.Knn, "0.0%"),
        new("whitened", 9, row => row.WhitenedKnn, "0.0%"),
        new("linear", 8, row => row.Linear, "0.0%"),
        new("loss", 8, row => row.Loss, "0.000"),
        new("views", 10, row => row.Views, "#,0"),
        new("views/s", 9, row => row.ViewsPerSecond, "#,0"),
    ];

    public static Command CreateCommand()
    {
        RecipeArguments arguments = new();
        Command command = new("recipe", "Trains a recipe for some seconds of processor time, and evaluates it on held-out training images.");
        foreach (Option option in arguments.All)
            command.Options.Add(option);
        command.SetAction(parsed => Run(arguments.Read(parsed), parsed));
        return command.WithReport();
    }

    private static void Run(RecipeSettings settings, ParseResult command)
    {
        set_num_threads(settings.Threads);
        ImageDataset directory = ImageDataset.Open(settings.Data);
        if (directory.Training.ClassNames.Count < 2)
            throw new ArgumentException($"Expected labeled images for training in {settings.Data}, found none.");
        (SubsetSource known, SubsetSource heldOut) = SubsetSource.HoldOut(InMemorySource.Load(directory.Training), HeldOut);
        BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(command, Columns);
        using RecipeTraining training = new(settings, known);
        training.Run();
        if (settings.Encoder is { } file)
            training.Model.Encoder.SaveWeights(file);
        IImageSource bank = SubsetSource.Balanced(known, Math.Min(settings.Neighbors, known.Count));
        foreach (string look in settings.Looks)
        {
            FeatureExtractor extractor = new(training.Model, new FeatureExtractorOptions { Workers = settings.Threads, ReadOut = LookText.Parse(look) });
            (FeatureSet bankFeatures, FeatureSet features) = (extractor.Extract(bank), extractor.Extract(heldOut));
            FeatureWhitening whitening = FeatureWhitening.Fit(bankFeatures);
            report.Add(new Row(
                look,
                features.Dimension,
                KnnClassifier.Fit(bankFeatures).Accuracy(features),
                KnnClassifier.Fit(whitening.Apply(bankFeatures)).Accuracy(whitening.Apply(features)),
                LinearProbe.Fit(bankFeatures).Evaluate(features).Accuracy,
                training.Loss,
                training.Views,
                training.Views / settings.Seconds));
        }

        report.Save();
    }

    private sealed record Row(string Look, int Numbers, double Knn, double WhitenedKnn, double Linear, double Loss, long Views, double ViewsPerSecond);
}

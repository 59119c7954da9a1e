using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Randomness;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>The command <c>selection</c>: how well a linear probe does with the labels that were chosen, beside chosen at random.</summary>
internal static class SelectionBenchmark
{
    private const int Seeds = 5;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("labels", 8, row => row.Labels),
        new("", 10, row => row.Strategy),
        new("linear, %", 12, row => 100 * row.Linear, "0.0"),
        new("kNN, %", 9, row => 100 * row.Neighbors, "0.0"),
        new("classes", 9, row => row.Classes, "0.0"),
        new("over random", 13, row => 100 * row.OverRandom, "+0.0;-0.0"),
    ];

    public static Command CreateCommand()
    {
        Option<int[]> labels = new("--labels") { Description = "How many are chosen.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [50, 100, 250, 500] };
        Option<int> train = new("--train") { Description = "Images to choose from.", DefaultValueFactory = _ => 10_000 };
        Option<int> test = new("--test") { Description = "Images to test with.", DefaultValueFactory = _ => 5000 };
        Command command = new("selection", "Accuracy with chosen labels, mean of 5 seeds.") { CurationData.Folder, CurationData.Cache, labels, train, test };
        command.SetAction(parsed =>
        {
            DirectoryInfo folder = parsed.GetValue(CurationData.Folder)!, cache = parsed.GetValue(CurationData.Cache)!;
            EmbeddingSet pool = CurationData.Vectors(cache, "train", CurationData.Images(folder, DatasetSplit.Train, parsed.GetValue(train)));
            FeatureSet unseen = CurationData.Vectors(cache, "test", CurationData.Images(folder, DatasetSplit.Test, parsed.GetValue(test))).ToFeatureSet();
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            foreach (int count in parsed.GetValue(labels)!)
                Measure(pool, unseen, count, report);
            report.Save();
        });
        return command.WithReport();
    }

    private static void Measure(EmbeddingSet pool, FeatureSet unseen, int count, BenchmarkReport<Row> report)
    {
        FeatureSet known = pool.ToFeatureSet();
        double? random = null;
        foreach ((string name, Func<long, int[]> choose) in Ways(pool, count))
        {
            (double Linear, double Neighbors, int Classes)[] runs =
                [.. Enumerable.Range(0, Seeds).Select(seed => Accuracy(known.Subset(choose(seed)), unseen))];
            double linear = runs.Average(run => run.Linear);
            random ??= linear;
            report.Add(new Row(count, name, linear, runs.Average(run => run.Neighbors), runs.Average(run => run.Classes), linear - random.Value));
        }
    }

    private static IEnumerable<(string Name, Func<long, int[]> Choose)> Ways(EmbeddingSet pool, int count)
    {
        yield return ("random", seed =>
        {
            int[] all = [.. Enumerable.Range(0, pool.Count)];
            new RandomStream(seed).Shuffle<int>(all);
            return all[..count];
        });
        foreach (SelectionStrategy strategy in Enum.GetValues<SelectionStrategy>())
        {
            yield return (strategy.ToString().ToLowerInvariant(), seed =>
                [.. ImageSelector.Select(pool, count, options: new SelectionOptions { Strategy = strategy, Seed = seed }).Select(image => image.Index)]);
        }
    }

    private static (double Linear, double Neighbors, int Classes) Accuracy(FeatureSet labeled, FeatureSet unseen) => (
        LinearProbe.Fit(labeled).Accuracy(unseen),
        KnnClassifier.Fit(labeled, new KnnOptions { NeighborCount = 5 }).Accuracy(unseen),
        labeled.Labels.ToArray().Distinct().Count());

    private sealed record Row(int Labels, string Strategy, double Linear, double Neighbors, double Classes, double OverRandom);
}

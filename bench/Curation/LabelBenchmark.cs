using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>The command <c>labels</c>: how many of labels that were exchanged at random are suspected.</summary>
internal static class LabelBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("threshold", 10, row => row.Threshold, "0.00"),
        new("suspected", 11, row => row.Suspected),
        new("recall", 9, row => row.Recall, "0.000"),
        new("precision", 11, row => row.Precision, "0.000"),
        new("right class", 13, row => row.RightClass, "0.000"),
    ];

    public static Command CreateCommand()
    {
        Option<int> train = new("--train") { Description = "Labeled images.", DefaultValueFactory = _ => 10_000 };
        Option<double> part = new("--exchanged") { Description = "The part of the labels that is exchanged for another one.", DefaultValueFactory = _ => 0.05 };
        Command command = new("labels", "Recall and precision on exchanged labels.") { CurationData.Folder, CurationData.Cache, train, part };
        command.SetAction(parsed =>
        {
            EmbeddingSet vectors = CurationData.Vectors(
                parsed.GetValue(CurationData.Cache)!, "train", CurationData.Images(parsed.GetValue(CurationData.Folder)!, DatasetSplit.Train, parsed.GetValue(train)));
            (EmbeddingSet exchanged, HashSet<int> wrong) = Exchange(vectors, parsed.GetValue(part));
            long start = Stopwatch.GetTimestamp();
            LabelReport found = LabelIssueFinder.Find(exchanged, new LabelIssueOptions { Threshold = 0 });
            Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; {100 * found.ProbeAccuracy:0.0} % of the labels are what the classifier says.");
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            foreach (double threshold in (double[])[0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98])
            {
                LabelIssue[] issues = [.. found.Issues.Where(issue => issue.Score >= threshold)];
                LabelIssue[] right = [.. issues.Where(issue => wrong.Contains(issue.Index))];
                report.Add(new Row(
                    threshold,
                    issues.Length,
                    (double)right.Length / wrong.Count,
                    (double)right.Length / Math.Max(1, issues.Length),
                    right.Count(issue => issue.Suggested == vectors.GetLabel(issue.Index)) / (double)Math.Max(1, right.Length)));
            }

            report.Save();
        });
        return command.WithReport();
    }

    private static (EmbeddingSet Set, HashSet<int> Wrong) Exchange(EmbeddingSet vectors, double part)
    {
        RandomStream random = new(1);
        int[] order = [.. Enumerable.Range(0, vectors.Count)];
        random.Shuffle<int>(order);
        HashSet<int> wrong = [.. order.Take((int)(part * vectors.Count))];
        int?[] labels = [.. Enumerable.Range(0, vectors.Count).Select(vectors.GetLabel)];
        foreach (int image in wrong.Order())
            labels[image] = (labels[image] + 1 + random.NextInt32(vectors.ClassNames.Count - 1)) % vectors.ClassNames.Count;
        float[] values = [.. Enumerable.Range(0, vectors.Count).SelectMany(i => vectors.Row(i).ToArray())];
        return (new EmbeddingSet(values, vectors.Dimension, labels: labels, classNames: vectors.ClassNames, modelId: vectors.ModelId), wrong);
    }

    private sealed record Row(double Threshold, int Suspected, double Recall, double Precision, double RightClass);
}
